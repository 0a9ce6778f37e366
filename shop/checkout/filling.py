"""The form of the checkout, with what the shop knows of the shopper already."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest

from shop.accounts import addresses
from shop.accounts.models import Address
from shop.cart import carts
from shop.checkout.forms import NEW_ADDRESS, SAVED_FIELDS, CheckoutForm
from shop.orders.costs import get_costs
from shop.orders.models import Order


def make_form(request: HttpRequest) -> CheckoutForm:
    saved = _get_addresses(request)
    form = CheckoutForm(addresses=saved, initial=_get_initial(request, saved))
    if len(form.methods) == 1:
        form.initial["payment_method"] = form.methods[0].name
    lines = carts.get_lines(request)
    form.initial["seen_total"] = get_costs(lines, form.chosen_country).total
    return form


def read_form(request: HttpRequest) -> CheckoutForm:
    return CheckoutForm(request.POST, addresses=_get_addresses(request))


def peek(request: HttpRequest) -> CheckoutForm:
    """Return a form that knows no more than where the order would go."""
    initial = {name: request.GET.get(name, "") for name in ("address", "country")}
    return CheckoutForm(addresses=_get_addresses(request), initial=initial)


def keep_address(request: HttpRequest, form: CheckoutForm) -> None:
    """Keep an address that was written into the form, if the shopper wants that."""
    wish = form.cleaned_data
    if not (wish["keep_address"] and request.user.is_authenticated):
        return
    if form.saved_address:
        return
    fields = {name: wish[name] for name in SAVED_FIELDS}
    try:
        addresses.save(Address(user=request.user, **fields))
    except addresses.AddressRefused as refusal:
        messages.info(request, str(refusal))


def _get_addresses(request: HttpRequest) -> list[Address]:
    if not request.user.is_authenticated:
        return []
    return list(Address.objects.of_user(request.user))


def _get_initial(request: HttpRequest, saved: list[Address]) -> dict[str, object]:
    return {
        **_get_contact(request, saved),
        "checkout_id": uuid.uuid4(),
        "address": str(saved[0].pk) if saved else NEW_ADDRESS,
    }


def _get_contact(request: HttpRequest, saved: list[Address]) -> dict[str, object]:
    """Return what is known without an address of the account: the last order's."""
    if not request.user.is_authenticated:
        return {}
    contact: dict[str, object] = {"email": request.user.email}
    if saved:
        return contact
    last = Order.objects.of_user(request.user).values(*Order.ADDRESS_FIELDS).first()
    return contact | (last or {})
