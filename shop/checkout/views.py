from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from shop.cart import carts
from shop.checkout import filling
from shop.checkout.cancelling import cancel_order
from shop.checkout.exceptions import CheckoutError, TotalChangedError
from shop.checkout.forms import CheckoutForm
from shop.checkout.placing import find_refusal, place_order
from shop.orders import buyers, sessions
from shop.orders.costs import get_costs
from shop.payments import paying


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _submit(request, filling.read_form(request))
    return _show(request, filling.make_form(request))


@never_cache
@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """Show anew what the order costs, when it is to go to another country."""
    return _render(request, "checkout/_costs.html", filling.peek(request))


@never_cache
@require_POST
def cancel(request: HttpRequest, number: str, key: str) -> HttpResponse:
    order = buyers.find_linked(number, key)
    user = request.user
    try:
        answer = cancel_order(order, by=user if user.is_authenticated else None)
    except CheckoutError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, answer)
    return redirect(order.get_page(user))


def _submit(request: HttpRequest, form: CheckoutForm) -> HttpResponse:
    if not form.is_valid():
        return _show(request, form)
    try:
        order = place_order(request, form.get_order(request.user))
    except TotalChangedError as change:
        form.add_error(None, str(change))
        return _show(request, form)
    except CheckoutError as refusal:
        return _refuse(request, str(refusal))
    filling.keep_address(request, form)
    sessions.remember(request, order)
    return redirect(paying.start(order, request).address)


def _show(request: HttpRequest, form: CheckoutForm) -> HttpResponse:
    lines = carts.get_lines(request)
    if not lines and (order := buyers.find_unpaid(request)):
        # Back from the gateway by the browser's button.
        return redirect("payment", number=order.number)
    if refusal := find_refusal(lines):
        return _refuse(request, refusal)
    return _render(request, "checkout/checkout.html", form)


def _refuse(request: HttpRequest, refusal: str) -> HttpResponse:
    """Lead back to the cart, where whatever is wrong can be put right."""
    messages.error(request, refusal)
    return redirect("cart")


def _render(request: HttpRequest, template: str, form: CheckoutForm) -> HttpResponse:
    lines = carts.get_lines(request)
    context = {
        "form": form,
        "lines": lines,
        "costs": get_costs(lines, form.chosen_country),
    }
    return render(request, template, context)
