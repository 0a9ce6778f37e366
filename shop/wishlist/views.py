from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from shop.cart import carts
from shop.cart.forms import AddForm
from shop.cart.models import CartLine
from shop.cart.signals import product_added
from shop.catalog.models import Product
from shop.catalog.visits import get_next_address
from shop.wishlist import wishes
from shop.wishlist.exceptions import WishRefused
from shop.wishlist.forms import WishForm


@require_safe
@login_required
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    products = wishes.get_products(request.user)
    return render(request, "wishlist/wishlist.html", {"products": products})


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Put a product on the visitor's list, or take it off; guests log in first."""
    form = WishForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    product = _get_product(form.cleaned_data["sku"])
    if not request.user.is_authenticated:
        return _log_in_first(request, product)
    error = _change(request, product, form.cleaned_data["wished"])
    return _answer(request, product, error)


@require_POST
@login_required
def move(request: HttpRequest) -> HttpResponse:
    """Put a product from the list into the cart; it leaves the list if that works."""
    form = AddForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    chosen = form.cleaned_data
    product = _get_product(chosen["sku"])
    try:
        carts.add(request, product, size=chosen["size"])
    except carts.SizeMissingError as refusal:
        messages.info(request, str(refusal))
        return redirect(product)
    except carts.CartError as refusal:
        messages.error(request, str(refusal))
        return redirect("wishlist")
    wishes.remove(request.user, product)
    _tell_added(request, product)
    return redirect("wishlist")


def _get_product(sku: str) -> Product:
    return get_object_or_404(Product.objects.published().for_cards(), sku=sku)


def _change(request: HttpRequest, product: Product, is_wished: bool) -> str:
    """Return what the shopper must be told when it did not work."""
    if not is_wished:
        wishes.remove(request.user, product)
        return ""
    try:
        wishes.wish(request, product)
    except WishRefused as refusal:
        return str(refusal)
    return ""


def _answer(request: HttpRequest, product: Product, error: str) -> HttpResponse:
    if request.htmx:
        context = {"product": product, "error": error}
        return render(request, "wishlist/_changed.html", context)
    if error:
        messages.error(request, error)
    return redirect(get_next_address(request, reverse("wishlist")))


def _log_in_first(request: HttpRequest, product: Product) -> HttpResponse:
    wishes.remember(request, product)
    messages.info(request, _("Log in to keep what you wish for; we remember it."))
    back = get_next_address(request, product.get_absolute_url())
    address = f"{reverse('account_login')}?{urlencode({'next': back})}"
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _tell_added(request: HttpRequest, product: Product) -> None:
    product_added.send(
        sender=CartLine,
        request=request,
        product=product,
        quantity=1,
        recommendation_id="",
    )
    messages.success(request, _("%s is in your cart.") % product)
