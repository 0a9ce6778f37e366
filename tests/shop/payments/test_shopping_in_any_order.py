"""Carts, orders, stock, payments and webhooks, in whatever order they come."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.models import F, Sum
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from personalize.models import Event
from shop.cart.models import CartLine
from shop.catalog.models import Product, Variant
from shop.orders.models import Order
from shop.orders.transitions import TransitionRefused, change_status, expire_orders
from shop.payments import beats
from shop.payments.exceptions import PaymentError
from shop.payments.models import Payment
from shop.payments.refunds import refund
from tests.gateways.razorpay import RazorpayStandIn
from tests.gateways.server import Gateway
from tests.gateways.stripe import StripeStandIn
from tests.shop.conftest import BROWSER
from tests.shop.factories import (
    add_to_cart,
    make_checkout,
    make_product,
    make_user,
)
from tests.shop.payments.steps import deliver

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

METHODS = st.sampled_from(["stripe", "razorpay", "cod"])
GATEWAYS = st.sampled_from(["stripe", "razorpay"])
WHO = st.sampled_from([0, 1, 2])
WHICH = st.sampled_from([0, 1, 2])
STEPS = st.sampled_from(["packed", "shipped", "delivered", "cancelled"])
SIZES = ("S", "M")
PAYABLE = ("open", "created", "attempted")


class Shop(RuleBasedStateMachine):
    """Two accounts and a guest, two products and one in sizes, of few pieces each."""

    gateways: dict[str, Gateway] = {}

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        for gateway in self.gateways.values():
            gateway.reset()
        self.products = [
            make_product(stock=3, price=Decimal("19.99")),
            make_product(stock=2, price=Decimal("7.01")),
            make_product(stock=4, price=Decimal("33.33"), sizes=list(SIZES)),
        ]
        for size in SIZES:
            Variant.objects.create(product=self.products[2], size=size, stock=2)
        self.pieces = Counter({product.pk: product.stock for product in self.products})
        self.shoppers = [make_client(), make_client(), make_client(is_guest=True)]
        self.placed: set[str] = set()

    @rule(who=WHO, which=WHICH, quantity=st.integers(1, 3), size=st.sampled_from(SIZES))
    def put_in_cart(self, who: int, which: int, quantity: int, size: str) -> None:
        product = self.products[which]
        add_to_cart(self.shoppers[who], product, quantity=quantity, size=size)

    @rule(who=WHO, quantity=st.integers(0, 4))
    def change_cart(self, who: int, quantity: int) -> None:
        for line in self.get_lines(who)[:1]:
            path = f"/cart/lines/{line.pk}/"
            assert (
                self.shoppers[who].post(path, {"quantity": quantity}).status_code < 400
            )

    @rule(who=WHO, method=METHODS, is_double=st.booleans())
    def check_out(self, who: int, method: str, is_double: bool) -> None:
        page = self.shoppers[who].get("/checkout/")
        if page.status_code != 200:
            return
        total = page.context["form"].initial["seen_total"]
        form = make_checkout(total, payment_method=method)
        form["email"] = f"shopper{who}@example.com"
        self.submit(who, form)
        if is_double:
            self.submit(who, form)

    @rule(who=WHO, method=METHODS)
    def check_out_for_a_cent(self, who: int, method: str) -> None:
        form = make_checkout("0.01", payment_method=method)
        self.shoppers[who].post("/checkout/", form)
        assert not Order.objects.of_checkout(form["checkout_id"]).exists()

    @rule(data=st.data())
    def pay(self, data: st.DataObject) -> None:
        if payment := self.draw_payable(data):
            self.gateways[payment.method].pay(payment.reference)

    @rule(data=st.data())
    def decline(self, data: st.DataObject) -> None:
        if payment := self.draw_payable(data):
            self.gateways[payment.method].decline(payment.reference)

    @rule(data=st.data(), method=METHODS)
    def pay_again(self, data: st.DataObject, method: str) -> None:
        if order := draw(data, Order.objects.all()):
            client = self.shoppers[self.find_buyer(order)]
            path = reverse("payment", args=[order.number])
            assert client.post(path, {"method": method}).status_code < 400

    @rule(method=GATEWAYS, data=st.data())
    def hear_of_it(self, method: str, data: st.DataObject) -> None:
        if webhooks := self.gateways[method].webhooks:
            place = data.draw(st.sampled_from(range(len(webhooks))))
            assert deliver(self.gateways[method], webhooks[place]).status_code == 200

    @rule(data=st.data())
    def reload(self, data: st.DataObject) -> None:
        if order := draw(data, Order.objects.all()):
            client = self.shoppers[self.find_buyer(order)]
            path = reverse("order-confirmation", args=[order.number])
            assert client.get(path).status_code < 400

    @rule(data=st.data(), status=STEPS)
    def work(self, data: st.DataObject, status: str) -> None:
        if order := draw(data, Order.objects.all()):
            with suppress(TransitionRefused):
                change_status(order, status)

    @rule(data=st.data())
    def refund(self, data: st.DataObject) -> None:
        if order := draw(data, Order.objects.all()):
            with suppress(PaymentError):
                refund(order)

    @rule(data=st.data())
    def expire(self, data: st.DataObject) -> None:
        if order := draw(data, Order.objects.filter(expires_at__isnull=False)):
            Order.objects.filter(pk=order.pk).update(expires_at=order.placed_at)
            expire_orders()

    @rule()
    def follow_up(self) -> None:
        beats.follow_up()

    @invariant()
    def the_stock_is_never_negative_and_no_piece_is_lost(self) -> None:
        """Those of a parcel that is under way or has come are not there any more."""
        for product in Product.objects.all():
            lines = product.orderline_set.filter(order__holds_stock=True)
            held = lines.aggregate(held=Sum("quantity"))["held"] or 0
            assert product.stock >= 0
            assert product.stock + held == self.pieces[product.pk]

    @invariant()
    def sizes_add_up(self) -> None:
        sized = self.products[2]
        stocks = [variant.stock for variant in sized.variants.all()]
        assert min(stocks) >= 0
        assert sum(stocks) == Product.objects.get(pk=sized.pk).stock

    @invariant()
    def no_order_is_lost_and_none_made_twice(self) -> None:
        orders = Order.objects.values_list("checkout_id", flat=True)
        assert sorted(map(str, orders)) == sorted(self.placed)

    @invariant()
    def what_is_paid_is_the_lines_the_shipping_and_the_tax(self) -> None:
        for order in Order.objects.prefetch_related("lines"):
            goods = sum(line.price * line.quantity for line in order.lines.all())
            assert order.total == goods + order.shipping + order.tax
            assert goods > 0
        wrong = Payment.objects.exclude(amount=F("order__total"))
        assert not wrong.exists()

    @invariant()
    def there_is_one_purchase_for_each_paid_line(self) -> None:
        orders = Order.objects.filter(confirmed_at__isnull=False)
        wanted = [
            f"order:{number}:{line}"
            for number, line in orders.values_list("number", "lines")
        ]
        told = Event.objects.filter(event_type="Purchase")
        assert sorted(told.values_list("event_id", flat=True)) == sorted(wanted)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def submit(self, who: int, form: dict[str, Any]) -> None:
        """Send the form, and again when the page shows another total first."""
        response = self.shoppers[who].post("/checkout/", form)
        if response.status_code == 200:
            # Only now does the shop know the country, and with it the tax.
            form["seen_total"] = str(response.context["costs"].total)
            response = self.shoppers[who].post("/checkout/", form)
        assert response.status_code == 302
        if response["Location"] != "/cart/":
            self.placed.add(form["checkout_id"])

    def get_lines(self, who: int) -> list[CartLine]:
        response = self.shoppers[who].get("/cart/")
        return response.context["lines"]

    def find_buyer(self, order: Order) -> int:
        return int(order.email.removeprefix("shopper")[0])

    def draw_payable(self, data: st.DataObject) -> Payment | None:
        payments = Payment.objects.exclude(reference="")
        payment = draw(data, payments)
        if payment is None:
            return None
        thing = self.gateways[payment.method].things[payment.reference]
        return payment if thing["status"] in PAYABLE else None


def make_client(*, is_guest: bool = False) -> Client:
    client = Client(headers={"User-Agent": BROWSER})
    if not is_guest:
        client.force_login(make_user())
    return client


def draw(data: st.DataObject, rows: Any) -> Any:
    """Draw one of the rows, if there are any."""
    rows = list(rows.order_by("pk"))
    return data.draw(st.sampled_from(rows)) if rows else None


@pytest.fixture
def costs(settings: Any) -> None:
    settings.SHIPPING_RATE = Decimal("4.90")
    settings.FREE_SHIPPING_FROM = Decimal("50")
    settings.TAX_RATES = {"DE": Decimal("19")}


@pytest.mark.usefixtures("costs")
def test_the_books_are_right_in_any_order(
    stripe: StripeStandIn, razorpay: RazorpayStandIn
) -> None:
    Shop.gateways = {"stripe": stripe, "razorpay": razorpay}
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=20,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
