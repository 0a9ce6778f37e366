"""Putting what was bought before into the cart again."""

from __future__ import annotations

from django.http import HttpRequest

from shop.cart import carts
from shop.cart.models import CartLine
from shop.cart.signals import product_added
from shop.orders.models import Order, OrderLine


def reorder(request: HttpRequest, order: Order) -> list[str]:
    """Put the order's lines into the cart; say of what is gone why it is not there."""
    problems = []
    for line in order.lines.for_display():
        try:
            _add(request, line)
        except carts.CartError as problem:
            problems.append(str(problem))
    return problems


def _add(request: HttpRequest, line: OrderLine) -> None:
    carts.add(request, line.product, quantity=line.quantity, size=line.size)
    product_added.send(
        sender=CartLine,
        request=request,
        product=line.product,
        quantity=line.quantity,
        recommendation_id="",
    )
