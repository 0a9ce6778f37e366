"""Turning a cart into an order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from shop.cart import carts
from shop.cart.models import CartLine, find_problem
from shop.catalog.models import Product
from shop.orders.models import Order, OrderLine
from shop.orders.signals import order_placed


class CheckoutError(Exception):
    """The order cannot be placed; the message is for the shopper."""


@transaction.atomic
def place_order(request: HttpRequest, order: Order) -> Order:
    """Place this order, filled in but for its lines, of what is in the cart.

    The same checkout sent twice, even at once, returns the order it made first.
    """
    lines = carts.lock_lines(request)
    placed = Order.objects.of_checkout(order.checkout_id).first()
    if placed:
        return _confirm_buyer(placed, order)
    _load_products(lines)
    if refusal := find_refusal(lines):
        raise CheckoutError(refusal)
    _charge(order, lines)
    _take_stock(lines)
    order.save()
    OrderLine.objects.bulk_create(_make_order_line(order, line) for line in lines)
    carts.empty(request)
    order_placed.send(sender=Order, request=request, order=order)
    return order


def find_refusal(lines: Sequence[CartLine]) -> str:
    """Say why these lines cannot be bought now; empty when they can."""
    if not lines:
        return _("Your cart is empty.")
    problems = [
        find_problem(product, quantity) for product, quantity in _add_up(lines).items()
    ]
    return " ".join(filter(None, problems))


def _add_up(lines: Sequence[CartLine]) -> Counter[Product]:
    """Return how many of each product are wanted, in all sizes together."""
    wanted: Counter[Product] = Counter()
    for line in lines:
        wanted[line.product] += line.quantity
    return wanted


def _confirm_buyer(placed: Order, order: Order) -> Order:
    if placed.user_id != order.user_id:
        raise CheckoutError(_("This order was placed already."))
    return placed


def _load_products(lines: Sequence[CartLine]) -> None:
    """Lock the products, and have the lines know their price and stock of now."""
    locked = Product.objects.locked({line.product_id for line in lines})
    products = {product.pk: product for product in locked}
    for line in lines:
        line.product = products[line.product_id]


def _charge(order: Order, lines: Sequence[CartLine]) -> None:
    """Set the total, which is the one that the shopper saw."""
    seen, order.total = order.total, carts.get_total(lines)
    if order.total != seen:
        raise CheckoutError(
            _("A price or your cart has changed. Please look at it again.")
        )


def _take_stock(lines: Sequence[CartLine]) -> None:
    wanted = _add_up(lines)
    for product, quantity in wanted.items():
        product.stock -= quantity
        product.sold += quantity
    Product.objects.bulk_update(wanted, ["stock", "sold"])


def _make_order_line(order: Order, line: CartLine) -> OrderLine:
    return OrderLine(
        order=order,
        product=line.product,
        name=line.product.name,
        size=line.size,
        price=line.product.price,
        quantity=line.quantity,
        recommendation_id=line.recommendation_id,
    )
