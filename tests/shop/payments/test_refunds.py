from __future__ import annotations

import pytest

from shop.accounts.models import User
from shop.catalog.models import Product
from shop.orders.models import Order
from shop.orders.transitions import TransitionRefused, change_status, get_next
from shop.payments import beats
from shop.payments.exceptions import (
    GatewayDownError,
    GatewayRefusedError,
    RefundRefusedError,
)
from shop.payments.models import Payment, Refund
from shop.payments.receipts import RefundReceipt
from shop.payments.refunding import settle_refund
from shop.payments.refunds import refund
from tests.gateways.server import DOWN, RESET, SLOW, Gateway
from tests.shop.factories import make_user
from tests.shop.payments.steps import deliver_all, get_status, pay, place, start

pytestmark = pytest.mark.django_db


@pytest.fixture
def paid(gateway: Gateway) -> Order:
    order = place(price="12.34")
    pay(gateway, start(order, gateway.name))
    gateway.webhooks.clear()
    return Order.objects.get()


def count_refunds(gateway: Gateway) -> int:
    kinds = [t.get("object", t.get("entity")) for t in gateway.things.values()]
    return kinds.count("refund")


def test_the_staff_gives_the_money_back(gateway: Gateway, paid: Order) -> None:
    staff = make_user(is_staff=True)
    given = refund(paid, by=staff, reason="Torn")
    assert (given.status, given.amount) == ("succeeded", paid.total)
    assert (get_status(paid), paid.payments.get().status) == ("refunded", "refunded")
    change = paid.history.get(status="refunded")
    assert (change.changed_by, change.note) == (staff, "Torn")


def test_the_goods_are_back_in_the_stock(gateway: Gateway, paid: Order) -> None:
    refund(paid)
    assert Product.objects.get().stock == 1


def test_two_clicks_give_the_money_back_once(gateway: Gateway, paid: Order) -> None:
    assert refund(paid) == refund(paid)
    assert count_refunds(gateway) == 1


def test_the_webhook_of_a_refund_changes_nothing_more(
    gateway: Gateway, paid: Order
) -> None:
    refund(paid)
    assert set(deliver_all(gateway)) == {200}
    assert (Refund.objects.count(), paid.history.count()) == (1, 2)


@pytest.mark.parametrize("fault", [SLOW, DOWN, RESET])
def test_a_refund_without_an_answer_is_tried_again(
    gateway: Gateway, paid: Order, fault: str
) -> None:
    gateway.faults.append(fault)
    with pytest.raises(GatewayDownError):
        refund(paid)
    assert Refund.objects.get().status == "requested"
    beats.follow_up()
    assert (get_status(paid), count_refunds(gateway)) == ("refunded", 1)


def test_a_refund_in_the_dashboard_of_the_gateway_refunds_the_order(
    gateway: Gateway, paid: Order
) -> None:
    gateway.give_back(paid.payments.get().transaction_id)
    deliver_all(gateway)
    assert (get_status(paid), Refund.objects.get().status) == ("refunded", "succeeded")


def test_a_part_given_back_in_the_dashboard_is_shown_to_the_staff(
    gateway: Gateway, paid: Order
) -> None:
    gateway.give_back(paid.payments.get().transaction_id, 100)
    deliver_all(gateway)
    assert (get_status(paid), paid.payments.get().status) == ("paid", "paid")
    assert "A part" in paid.payments.get().problem


def test_what_was_given_back_in_the_dashboard_is_not_given_back_again(
    gateway: Gateway, paid: Order
) -> None:
    gateway.give_back(paid.payments.get().transaction_id)
    with pytest.raises(GatewayRefusedError):
        refund(paid)
    assert "refunded" in Refund.objects.get().error
    deliver_all(gateway)
    assert get_status(paid) == "refunded"


def test_a_refund_that_fails_later_is_shown_to_the_staff(
    gateway: Gateway, paid: Order
) -> None:
    gateway.fail_refund(refund(paid).reference)
    deliver_all(gateway)
    payment = paid.payments.get()
    assert payment.status == "paid"
    assert "could not be given back" in payment.problem


def test_a_failed_refund_can_be_repeated(gateway: Gateway, paid: Order) -> None:
    first = refund(paid)
    gateway.fail_refund(first.reference)
    deliver_all(gateway)
    gateway.things[paid.payments.get().transaction_id]["amount_refunded"] = 0
    second = refund(paid)
    assert (second.pk != first.pk, second.status) == (True, "succeeded")


def test_an_unpaid_order_has_nothing_to_give_back(gateway: Gateway) -> None:
    order = place()
    start(order, gateway.name)
    with pytest.raises(RefundRefusedError, match="Nothing was paid"):
        refund(order)


def test_cash_is_given_back_by_hand_and_written_down() -> None:
    order = place(method="cod")
    start(order)
    order.refresh_from_db()
    for status in ("packed", "shipped", "delivered"):
        change_status(order, status)
    assert refund(order).status == "succeeded"
    assert get_status(order) == "refunded"


def test_cash_that_did_not_come_cannot_go_back() -> None:
    order = place(method="cod")
    start(order)
    with pytest.raises(RefundRefusedError):
        refund(order)


def test_money_that_was_questioned_can_be_given_back(gateway: Gateway) -> None:
    order = place()
    payment = start(order, gateway.name)
    pay(gateway, payment, amount=1)
    refund(order)
    payment.refresh_from_db()
    assert (payment.status, get_status(order)) == ("refunded", "placed")


def test_who_gave_money_back_may_close_their_account(
    gateway: Gateway, paid: Order
) -> None:
    staff: User = make_user(is_staff=True)
    refund(paid, by=staff)
    staff.delete()
    assert Refund.objects.get().requested_by is None


def test_no_payment_is_ever_deleted(gateway: Gateway, paid: Order) -> None:
    with pytest.raises(Exception, match="protected"):
        paid.delete()
    assert Payment.objects.exists()


def test_nobody_packs_an_order_whose_money_is_on_its_way_back(
    gateway: Gateway, paid: Order
) -> None:
    gateway.faults.append(DOWN)
    with pytest.raises(GatewayDownError):
        refund(paid)
    with pytest.raises(TransitionRefused, match="on its way back"):
        change_status(paid, "packed")
    assert get_next(paid) == ["refunded"]


def test_an_order_whose_refund_failed_can_be_packed(
    gateway: Gateway, paid: Order
) -> None:
    payment = paid.payments.get()
    gateway.faults.append(DOWN)
    with pytest.raises(GatewayDownError):
        refund(paid)
    settle_refund(payment, RefundReceipt(status="failed", error="No such account"))
    assert change_status(paid, "packed").status == "packed"
