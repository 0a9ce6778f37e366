"""Which orders were placed without an account in a web session."""

from __future__ import annotations

from django.http import HttpRequest

from shop.orders.models import Order

KEY = "orders"
MAX_NUMBERS = 20


def remember(request: HttpRequest, order: Order) -> None:
    others = [number for number in get_numbers(request) if number != order.number]
    request.session[KEY] = [*others, order.number][-MAX_NUMBERS:]


def get_numbers(request: HttpRequest) -> list[str]:
    return request.session.get(KEY, [])
