from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from shop.catalog.models import Product
from shop.catalog.visits import is_partial
from shop.reviews import reviewing
from shop.reviews.exceptions import ReviewRefused
from shop.reviews.forms import ReviewForm
from shop.reviews.models import Review
from shop.reviews.reading import get_reviews


@require_safe
def show(request: HttpRequest, sku: str) -> HttpResponse:
    """Show all reviews of a product in pages, or one page alone to htmx."""
    product = _get_product(sku)
    context = {
        "product": product,
        "reviews": get_reviews(product, request.GET.get("page")),
    }
    template = "_page" if is_partial(request) else "reviews"
    response = render(request, f"reviews/{template}.html", context)
    # Two answers at one address: the browser must not take one for the other.
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def write(request: HttpRequest, sku: str) -> HttpResponse:
    product = _get_product(sku)
    review = reviewing.find(request.user, product)
    form = ReviewForm(request.POST or None, initial=_get_initial(review))
    if form.is_valid():
        return _submit(request, product, form)
    try:
        reviewing.check_may_write(request.user, product)
    except ReviewRefused as refusal:
        messages.info(request, str(refusal))
        return redirect(product)
    context = {"product": product, "form": form, "review": review}
    return render(request, "reviews/write.html", context)


@require_POST
@login_required
def withdraw(request: HttpRequest, sku: str) -> HttpResponse:
    product = _get_product(sku)
    if reviewing.withdraw(request.user, product):
        messages.success(request, _("Your review is deleted."))
    return redirect(product)


def _get_product(sku: str) -> Product:
    return get_object_or_404(Product.objects.published().with_category(), sku=sku)


def _get_initial(review: Review | None) -> dict[str, object]:
    fields = ("rating", "title", "text")
    return {name: getattr(review, name) for name in fields} if review else {}


def _submit(request: HttpRequest, product: Product, form: ReviewForm) -> HttpResponse:
    try:
        review = reviewing.submit(request, product, **form.cleaned_data)
    except ReviewRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _thank(review))
    return redirect(product)


def _thank(review: Review) -> str:
    if review.is_published:
        return _("Thank you: your review is published.")
    return _("Thank you: your review appears once we have read it.")
