from __future__ import annotations

import uuid
from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from shop.cart import carts
from shop.cart.models import CartLine
from shop.orders import links, sessions
from shop.orders.checkout import CheckoutError, find_refusal, place_order
from shop.orders.forms import CheckoutForm
from shop.orders.models import Order


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    form = CheckoutForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        return _place(request, form)
    lines = carts.get_lines(request)
    if refusal := find_refusal(lines):
        return _refuse(request, refusal)
    form = form or CheckoutForm(initial=_get_initial(request, lines))
    context = {"form": form, "lines": lines, "total": carts.get_total(lines)}
    return render(request, "orders/checkout.html", context)


@never_cache
@require_safe
def confirmation(request: HttpRequest, number: str) -> HttpResponse:
    orders = Order.objects.of_buyer(request.user, sessions.get_numbers(request))
    return _render_order(request, "orders/confirmation.html", orders, number)


@never_cache
@require_safe
def linked_order(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Show the order to whoever got its e-mails."""
    if not links.opens(key, number):
        raise Http404
    return _render_order(request, "orders/linked.html", Order.objects.all(), number)


@never_cache
@login_required
@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    orders = Order.objects.of_user(request.user)
    return render(request, "orders/list.html", {"orders": orders})


@never_cache
@login_required
@require_safe
def order_detail(request: HttpRequest, number: str) -> HttpResponse:
    orders = Order.objects.of_user(request.user)
    return _render_order(request, "orders/detail.html", orders, number)


def _place(request: HttpRequest, form: CheckoutForm) -> HttpResponse:
    try:
        order = place_order(request, form.get_order(request.user))
    except CheckoutError as refusal:
        return _refuse(request, str(refusal))
    sessions.remember(request, order)
    return redirect("order-confirmation", number=order.number)


def _refuse(request: HttpRequest, refusal: str) -> HttpResponse:
    """Lead back to the cart, where whatever is wrong can be put right."""
    messages.error(request, refusal)
    return redirect("cart")


def _get_initial(request: HttpRequest, lines: Sequence[CartLine]) -> dict[str, object]:
    new = {"checkout_id": uuid.uuid4(), "seen_total": carts.get_total(lines)}
    if not request.user.is_authenticated:
        return new
    last = Order.objects.of_user(request.user).values(*Order.ADDRESS_FIELDS).first()
    return {"email": request.user.email} | (last or {}) | new


def _render_order(
    request: HttpRequest, template: str, orders: object, number: str
) -> HttpResponse:
    order = get_object_or_404(orders, number=number)
    lines = list(order.lines.for_display())
    return render(request, template, {"order": order, "lines": lines})
