"""Turning a cart into an order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shop.cart import carts
from shop.cart.models import CartLine
from shop.catalog import stock
from shop.checkout.exceptions import CheckoutError, TotalChangedError
from shop.orders.costs import get_costs
from shop.orders.models import Order, OrderLine, StatusChange
from shop.orders.signals import order_placed, order_prepared
from shop.orders.transitions import change_status
from shop.payments.exceptions import PaymentError
from shop.payments.methods import PaymentMethod, get_method


def place_order(request: HttpRequest, order: Order) -> Order:
    """Place this order, filled in but for its lines, of what is in the cart.

    Its total is the one that the shopper saw. The same checkout sent twice, even at
    once, returns the order it made first.
    """
    try:
        return _place(request, order)
    except IntegrityError as error:
        if not Order.objects.of_checkout(order.checkout_id).exists():
            raise
        # The same form, sent at the same moment from two carts.
        raise CheckoutError(_("This order was placed already.")) from error


@transaction.atomic
def _place(request: HttpRequest, order: Order) -> Order:
    lines = carts.lock_lines(request)
    placed = Order.objects.of_checkout(order.checkout_id).first()
    if placed:
        return _confirm_buyer(placed, order)
    method = _find_method(order)
    _put_aside(lines)
    _charge(order, lines)
    _write(request, order, lines)
    carts.empty(request)
    change_status(order, method.order_status)
    order_placed.send(sender=Order, request=request, order=order)
    return order


def find_refusal(lines: Sequence[CartLine]) -> str:
    """Say why these lines cannot be bought now; empty when they can."""
    if not lines:
        return _("Your cart is empty.")
    return stock.find_problem({line.product_id: line.product for line in lines}, lines)


def _confirm_buyer(placed: Order, order: Order) -> Order:
    if placed.user_id != order.user_id:
        raise CheckoutError(_("This order was placed already."))
    return placed


def _find_method(order: Order) -> PaymentMethod:
    try:
        return get_method(order.payment_method)
    except PaymentError as error:
        raise CheckoutError(str(error)) from error


def _put_aside(lines: Sequence[CartLine]) -> None:
    """Take the goods, and have the lines know their prices of now."""
    if not lines:
        raise CheckoutError(_("Your cart is empty."))
    products = stock.lock(lines)
    for line in lines:
        line.product = products[line.product_id]
    try:
        stock.take(lines, locked=products)
    except stock.OutOfStock as error:
        raise CheckoutError(str(error)) from error


def _charge(order: Order, lines: Sequence[CartLine]) -> None:
    """Set what the order costs, which is what the shopper saw."""
    seen, costs = order.total, get_costs(lines, order.country)
    if costs.total != seen:
        raise TotalChangedError(
            _("The total has changed. Please look at it again before you order.")
        )
    order.goods, order.shipping = costs.goods, costs.shipping
    order.tax, order.total = costs.tax, costs.total


def _write(request: HttpRequest, order: Order, lines: Sequence[CartLine]) -> None:
    order.status = Order.Status.PLACED
    order.expires_at = timezone.now() + timedelta(minutes=settings.ORDER_EXPIRES_AFTER)
    order.language = get_language() or settings.LANGUAGE_CODE
    order.site_url = request.build_absolute_uri("/").rstrip("/")
    order_prepared.send(sender=Order, request=request, order=order)
    order.save()
    OrderLine.objects.bulk_create(_make_order_line(order, line) for line in lines)
    StatusChange.objects.create(order=order, status=order.status, changed_by=order.user)


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
