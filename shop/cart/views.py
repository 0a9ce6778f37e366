from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from shop.cart import carts
from shop.cart.forms import AddForm, QuantityForm
from shop.cart.models import CartLine
from shop.cart.signals import product_added
from shop.catalog.models import Product


@require_safe
@never_cache
def show(request: HttpRequest) -> HttpResponse:
    lines = carts.get_lines(request)
    context = {
        "cart": lines[0].cart if lines else None,
        "lines": lines,
        "cart_products": [line.product for line in lines],
        "total": carts.get_total(lines),
    }
    return render(request, "cart/cart.html", context)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    form = AddForm(request.POST)
    if not form.is_valid():
        return _answer(request, error=_first_error(form))
    wish = form.cleaned_data
    products = Product.objects.published().for_cards()
    product = get_object_or_404(products, sku=wish.pop("sku"))
    try:
        line = carts.add(request, product, **wish)
    except carts.SizeMissingError as refusal:
        return _choose_size(request, product, str(refusal))
    except carts.CartError as refusal:
        return _answer(request, product=product, error=str(refusal))
    product_added.send(
        sender=CartLine,
        request=request,
        product=product,
        quantity=wish["quantity"],
        recommendation_id=wish["recommendation_id"],
    )
    return _answer(request, product=product, line=line)


@require_POST
def update(request: HttpRequest, pk: int) -> HttpResponse:
    lines = CartLine.objects.in_carts(carts.find_cart(request)).for_display()
    line = get_object_or_404(lines, pk=pk)
    form = QuantityForm(request.POST)
    if not form.is_valid():
        messages.error(request, _first_error(form))
        return redirect("cart")
    try:
        carts.change(request, line, form.cleaned_data["quantity"])
    except carts.CartError as refusal:
        messages.error(request, str(refusal))
    return redirect("cart")


def _answer(
    request: HttpRequest,
    *,
    product: Product | None = None,
    line: CartLine | None = None,
    error: str = "",
) -> HttpResponse:
    """Say what became of it: in a piece of a page for htmx, or on the next page."""
    if request.htmx:
        context = {"product": product, "line": line, "error": error}
        return render(request, "cart/_added.html", context)
    if error:
        messages.error(request, error)
    else:
        messages.success(request, _("%s is in your cart.") % product)
    return redirect(_next_address(request))


def _choose_size(request: HttpRequest, product: Product, error: str) -> HttpResponse:
    """Lead to where the sizes are: a button on a card cannot ask for one."""
    messages.info(request, error)
    address = product.get_absolute_url()
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _next_address(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if is_ours else reverse("cart")


def _first_error(form: Form) -> str:
    return next(iter(form.errors.values()))[0]
