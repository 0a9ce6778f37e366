"""Which orders were placed without an account in a web session."""

from __future__ import annotations

from django.http import HttpRequest

from shop.orders.models import Order

KEY = "orders"
MAX_NUMBERS = 20


def remember(request: HttpRequest, order: Order) -> None:
    if order.number not in get_numbers(request):
        numbers = [*get_numbers(request), order.number]
        request.session[KEY] = numbers[-MAX_NUMBERS:]


def get_numbers(request: HttpRequest) -> list[str]:
    return request.session.get(KEY, [])
