"""Whatever happens in whatever order: no money is lost, or kept for nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from shop.catalog.models import Product
from shop.orders.models import Order
from shop.orders.transitions import TransitionRefused, change_status, expire_orders
from shop.payments import beats, reconciling, refunds
from shop.payments.exceptions import PaymentError
from shop.payments.models import Payment
from shop.payments.queries import PATIENCE
from tests.gateways.server import DOWN, Gateway
from tests.shop.factories import make_order, make_product
from tests.shop.payments import steps

GATEWAYS = st.sampled_from(["stripe", "razorpay"])
METHODS = st.sampled_from(["stripe", "razorpay", "cod"])
CHANGES = st.sampled_from(["packed", "shipped", "cancelled"])
NUMBERS = st.integers(0, 1)
# What may happen, and what is drawn for it.
ACTS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "place": {},
    "start": {"number": NUMBERS, "method": METHODS},
    "pay": {"number": NUMBERS},
    "decline": {"number": NUMBERS},
    "deliver": {"method": GATEWAYS, "number": st.integers(0, 8)},
    "expire": {"number": NUMBERS},
    "change": {"number": NUMBERS, "status": CHANGES},
    "refund": {"number": NUMBERS},
    "break_down": {"method": GATEWAYS},
    "follow_up": {"is_night": st.booleans()},
}
OFTEN = ["start", "start", "pay", "pay", "deliver"]
PIECES = 2
PRICE = 1000
KEPT = {"paid", "packed", "shipped", "delivered"}
PAID = {"succeeded", "captured", "refunded"}
UNPAID = {"open", "created", "attempted"}


class Shop(RuleBasedStateMachine):
    """One product, its orders, two gateways and a network that is not reliable."""

    gateways: ClassVar[dict[str, Gateway]]
    # What became of the payments of all runs.
    reached: ClassVar[set[str]] = set()

    @initialize()
    def open_shop(self) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        for gateway in self.gateways.values():
            gateway.reset()
        self.product = make_product(stock=PIECES)
        self.place()

    # One rule, as Hypothesis would leave some of many rules out of most runs.
    @rule(act=st.sampled_from([*ACTS, *OFTEN]), data=st.data())
    def live(self, act: str, data: st.DataObject) -> None:
        drawn = {name: data.draw(choices) for name, choices in ACTS[act].items()}
        getattr(self, act)(**drawn)

    def place(self) -> None:
        if get_stock(self.product):
            Product.objects.filter(pk=self.product.pk).update(stock=F("stock") - 1)
            make_order(self.product)

    def start(self, number: int, method: str) -> None:
        steps.start(get_order(number), method)

    def pay(self, number: int) -> None:
        """Press the button on one of the gateways' pages that are still open."""
        for payment in find_payable(self.gateways)[number : number + 1]:
            self.gateways[payment.method].pay(payment.reference)

    def decline(self, number: int) -> None:
        for payment in find_payable(self.gateways)[number : number + 1]:
            self.gateways[payment.method].decline(payment.reference)

    def deliver(self, method: str, number: int) -> None:
        """Bring one of the messages: an old one, a late one, one for the third time."""
        for webhook in self.gateways[method].webhooks[number : number + 1]:
            assert steps.deliver(self.gateways[method], webhook).status_code == 200

    def expire(self, number: int) -> None:
        waiting = Order.objects.filter(pk=get_order(number).pk, status="placed")
        waiting.update(expires_at=F("placed_at"))
        expire_orders()

    def change(self, number: int, status: str) -> None:
        with suppress(TransitionRefused):
            change_status(get_order(number), status)

    def refund(self, number: int) -> None:
        with suppress(PaymentError):
            refunds.refund(get_order(number))

    def break_down(self, method: str) -> None:
        self.gateways[method].faults.append(DOWN)

    def follow_up(self, is_night: bool) -> None:
        beats.follow_up()
        reconciling.reconcile(days=2 * is_night)

    @invariant()
    def no_piece_is_lost_or_made_up(self) -> None:
        held = Order.objects.filter(holds_stock=True).count()
        assert get_stock(self.product) >= 0
        assert get_stock(self.product) + held == PIECES

    @invariant()
    def no_order_is_paid_by_two_payments(self) -> None:
        for order in Order.objects.all():
            given_back = order.payments.filter(refunds__isnull=False)
            assert order.payments.paid().exclude(pk__in=given_back).count() <= 1

    def teardown(self) -> None:
        try:
            self.come_to_rest()
            self.check_money()
            self.reached.update(Payment.objects.values_list("status", flat=True))
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def come_to_rest(self) -> None:
        """Bring all messages, late as they are, and repeat what had no answer."""
        for gateway in self.gateways.values():
            gateway.faults.clear()
            assert set(steps.deliver_all(gateway)) <= {200}
        Payment.objects.update(opened_at=F("opened_at") - 2 * PATIENCE)
        beats.follow_up()

    def check_money(self) -> None:
        """What the gateways hold is what the orders cost that are to be delivered."""
        for order in Order.objects.exclude(payment_method="cod"):
            held = get_balance(self.gateways, order)
            assert held == (PRICE if order.status in KEPT else 0)


def get_stock(product: Product) -> int:
    return Product.objects.get(pk=product.pk).stock


def get_order(number: int) -> Order:
    """Return an order by its number, the first one if there are not so many."""
    orders = Order.objects.order_by("pk")
    return [*orders[number : number + 1], orders[0]][0]


def find_payable(gateways: dict[str, Gateway]) -> list[Payment]:
    known = Payment.objects.at_gateway().order_by("pk")
    return [
        payment
        for payment in known
        if gateways[payment.method].things[payment.reference]["status"] in UNPAID
    ]


def get_balance(gateways: dict[str, Gateway], order: Order) -> int:
    """Return the cents that gateways hold for an order, without those given back."""
    return sum(
        thing["amount"] - thing.get("amount_refunded", 0)
        for payment in order.payments.exclude(method="cod")
        for thing in gateways[payment.method].things.values()
        if thing["status"] in PAID and is_money_of(thing, payment)
    )


def is_money_of(thing: dict[str, Any], payment: Payment) -> bool:
    if thing.get("object") == "payment_intent":
        return thing["metadata"]["payment"] == str(payment.key)
    return thing.get("order_id") == payment.reference


@pytest.mark.slow
@pytest.mark.django_db
def test_no_money_is_lost_or_kept_for_nothing(
    patient_gateways: dict[str, Gateway],
) -> None:
    Shop.gateways = patient_gateways
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=60,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Shop.reached >= {"open", "paid", "refunded"}
