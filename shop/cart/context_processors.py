from __future__ import annotations

from functools import partial

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shop.cart import carts


def cart(request: HttpRequest) -> dict[str, object]:
    # Lazy: the admin and most pieces of pages show no cart.
    return {"cart_count": SimpleLazyObject(partial(_count, request))}


def _count(request: HttpRequest) -> int:
    return sum(line.quantity for line in carts.get_lines(request))
