"""Carts, orders, stock, payments and webhooks, in whatever order they come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.db.models import F, Sum
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from personalize.models import Event
from shop.cart.models import CartLine
from shop.catalog.models import Product, Variant
from shop.orders.models import Order, OrderLine, StatusChange
from shop.orders.transitions import (
    TransitionRefused,
    change_status,
    expire_orders,
    get_next,
)
from shop.payments import beats
from shop.payments.exceptions import PaymentError
from shop.payments.models import Payment
from shop.payments.refunds import refund
from tests.gateways.server import Gateway
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
Wish = tuple[int, int, str]
STEPS = ["packed", "shipped", "delivered", "cancelled"]
SIZES = ("S", "M")
WISHES = st.lists(
    st.tuples(WHO, st.integers(1, 2), st.sampled_from(SIZES)), min_size=1, max_size=3
)
ACTS = ["buy", "pay", "hear", "work", "pay", "refund", "expire", "pay_again", "fiddle"]
PAYABLE = ("open", "created", "attempted")


class Shop(RuleBasedStateMachine):
    """Two accounts and a guest, two products and one in sizes, of few pieces each."""

    gateways: ClassVar[dict[str, Gateway]] = {}
    # What became of the orders of all runs.
    reached: ClassVar[Counter[str]] = Counter()

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

    @initialize(data=st.data())
    def open_the_shop(self, data: st.DataObject) -> None:
        """Have everybody buy something: what follows is of most interest then."""
        for who in range(3):
            self.check_out(who, data.draw(METHODS), [(who, 1, "M")])

    # One rule, as Hypothesis would leave some of many rules out of most runs.
    @rule(act=st.sampled_from(ACTS), data=st.data())
    def live(self, act: str, data: st.DataObject) -> None:
        getattr(self, act)(data)

    def buy(self, data: st.DataObject) -> None:
        who, method = data.draw(WHO), data.draw(METHODS)
        form = self.check_out(who, method, data.draw(WISHES))
        if form and data.draw(st.booleans()):
            self.submit(who, form)

    def fiddle(self, data: st.DataObject) -> None:
        """Change the cart under the form, and buy it all for a cent."""
        who, which = data.draw(WHO), data.draw(WHO)
        add_to_cart(self.shoppers[who], self.products[which], size="S")
        for line in self.get_lines(who)[:1]:
            path = reverse("cart-update", args=[line.pk])
            quantity = data.draw(st.integers(0, 4))
            self.shoppers[who].post(path, {"quantity": quantity})
        form = make_checkout("0.01", payment_method=data.draw(METHODS))
        self.shoppers[who].post("/checkout/", form)
        assert not Order.objects.of_checkout(form["checkout_id"]).exists()

    def pay(self, data: st.DataObject) -> None:
        payment = draw(data, self.get_payable())
        if payment is None:
            return
        gateway = self.gateways[payment.method]
        act = data.draw(st.sampled_from([gateway.pay, gateway.decline, gateway.pay]))
        act(payment.reference)
        if data.draw(st.booleans()):
            assert deliver(gateway, gateway.webhooks[-1]).status_code == 200

    def pay_again(self, data: st.DataObject) -> None:
        """Open the confirmation once more, and the page to pay from there."""
        order = draw(data, get_orders())
        client = self.shoppers[find_buyer(order)]
        page = client.get(reverse("order-confirmation", args=[order.number]))
        path = reverse("payment", args=[order.number])
        assert page.status_code < 400
        answer = client.post(path, {"method": data.draw(METHODS)})
        assert answer.status_code < 400

    def hear(self, data: st.DataObject) -> None:
        """Have a message again, or one that was lost; or ask for what none told."""
        gateway = self.gateways[data.draw(GATEWAYS)]
        if webhook := draw(data, gateway.webhooks):
            assert deliver(gateway, webhook).status_code == 200
        beats.follow_up()

    def work(self, data: st.DataObject) -> None:
        """Take an order further, or try what it cannot become."""
        order = draw(data, get_orders())
        for _ in range(3):
            possible = {*get_next(order)} - {"cancelled", "refunded"}
            status = draw(data, sorted(possible) or STEPS)
            with suppress(TransitionRefused):
                change_status(order, status)

    def refund(self, data: st.DataObject) -> None:
        order = draw(data, get_orders(paid_at__isnull=False))
        if order:
            with suppress(PaymentError):
                refund(order)

    def expire(self, data: st.DataObject) -> None:
        order = draw(data, get_orders(expires_at__isnull=False))
        if order:
            Order.objects.filter(pk=order.pk).update(expires_at=order.placed_at)
            expire_orders()

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
        lines = OrderLine.objects.filter(order__confirmed_at__isnull=False)
        told = Event.objects.filter(event_type="Purchase")
        assert sorted(told.values_list("item_id", "event_value")) == sorted(
            (line.product.sku, float(line.total)) for line in lines.for_display()
        )

    def teardown(self) -> None:
        self.reached.update(StatusChange.objects.values_list("status", flat=True))
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    def check_out(
        self, who: int, method: str, wishes: list[Wish]
    ) -> dict[str, Any] | None:
        """Fill the cart and send the form; return what it sent, if there was one."""
        for which, quantity, size in wishes:
            product = self.products[which]
            add_to_cart(self.shoppers[who], product, quantity=quantity, size=size)
        page = self.shoppers[who].get("/checkout/")
        if page.status_code != 200:
            return None
        total = page.context["form"].initial["seen_total"]
        email = f"shopper{who}@example.com"
        form = make_checkout(total, payment_method=method, email=email)
        self.submit(who, form)
        return form

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

    def get_payable(self) -> list[Payment]:
        started = Payment.objects.exclude(reference="").order_by("pk")
        return [payment for payment in started if self.is_payable(payment)]

    def is_payable(self, payment: Payment) -> bool:
        thing = self.gateways[payment.method].things[payment.reference]
        return thing["status"] in PAYABLE


def get_orders(**conditions: Any) -> list[Order]:
    return list(Order.objects.filter(**conditions).order_by("pk"))


def find_buyer(order: Order) -> int:
    return int(order.email.removeprefix("shopper")[0])


def make_client(*, is_guest: bool = False) -> Client:
    client = Client(headers={"User-Agent": BROWSER})
    if not is_guest:
        client.force_login(make_user())
    return client


def draw(data: st.DataObject, choices: Sequence[Any]) -> Any:
    """Draw one of them, if there are any."""
    return data.draw(st.sampled_from(choices)) if choices else None


@pytest.fixture
def costs(settings: Any) -> None:
    settings.SHIPPING_RATE = Decimal("4.90")
    settings.FREE_SHIPPING_FROM = Decimal("50")
    settings.TAX_RATES = {"DE": Decimal("19")}


@pytest.mark.usefixtures("costs")
def test_the_books_are_right_in_any_order(
    patient_gateways: dict[str, Gateway],
) -> None:
    Shop.gateways = patient_gateways
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=15,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Shop.reached.keys() == set(Order.Status.values)
