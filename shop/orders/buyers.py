"""Who may see an order: its account, the web session that placed it, its e-mails."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from shop.orders import links, sessions
from shop.orders.models import Order


def find_placed(request: HttpRequest, number: str) -> Order:
    """Return an order of this account, or of this web session."""
    orders = Order.objects.of_buyer(request.user, sessions.get_numbers(request))
    return get_object_or_404(orders, number=number)


def find_unpaid(request: HttpRequest) -> Order | None:
    """Return the latest order of this account or web session that waits for money."""
    orders = Order.objects.of_buyer(request.user, sessions.get_numbers(request))
    return orders.unpaid().first()


def find_own(request: HttpRequest, number: str) -> Order:
    return get_object_or_404(Order.objects.of_user(request.user), number=number)


def find_linked(number: str, key: str) -> Order:
    """Return the order whose e-mails hold this key."""
    if not links.opens(key, number):
        raise Http404
    return get_object_or_404(Order, number=number)
