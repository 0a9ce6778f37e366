from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from shop.catalog.models import Product
from shop.payments import beats
from shop.payments.models import Payment
from shop.payments.reconciling import Kind, reconcile
from tests.gateways.server import DOWN, Gateway
from tests.shop.payments.steps import get_status, pay, place, start

pytestmark = pytest.mark.django_db


def get_kinds() -> list[Kind]:
    return [finding.kind for finding in reconcile(days=2)]


def test_what_agrees_is_not_reported(gateway: Gateway) -> None:
    pay(gateway, start(place(), gateway.name))
    start(place(), gateway.name)
    assert reconcile(days=2) == []


def test_what_is_paid_there_and_not_here_is_completed(gateway: Gateway) -> None:
    order = place(price="12.34")
    gateway.pay(start(order, gateway.name).reference)
    (finding,) = reconcile(days=2)
    assert (finding.kind, finding.order) == (Kind.COMPLETED, order.number)
    assert (finding.ours, finding.theirs) == ("12.34 EUR", "12.34 EUR")
    assert get_status(order) == "paid"


def test_what_was_completed_is_not_reported_again(gateway: Gateway) -> None:
    gateway.pay(start(place(), gateway.name).reference)
    reconcile(days=2)
    assert reconcile(days=2) == []


def test_what_is_paid_there_without_an_order_is_reported(gateway: Gateway) -> None:
    gateway.pay(start(place(price="12.34"), gateway.name).reference)
    Payment.objects.all().delete()
    (finding,) = reconcile(days=2)
    assert (finding.kind, finding.order) == (Kind.UNKNOWN, "")
    assert finding.theirs == "12.34 EUR"
    assert finding.reference in gateway.things


def test_another_amount_is_reported_and_pays_nothing(gateway: Gateway) -> None:
    order = place(price="12.34")
    gateway.pay(start(order, gateway.name).reference, amount=1)
    (finding,) = reconcile(days=2)
    assert (finding.kind, finding.ours) == (Kind.DIFFERENT, "12.34 EUR")
    assert finding.theirs == "0.01 EUR"
    assert get_status(order) == "placed"


def test_money_that_no_order_can_take_is_reported_as_given_back(
    gateway: Gateway,
) -> None:
    order = place()
    payment = start(order, gateway.name)
    type(order).objects.update(status="cancelled", holds_stock=False)
    Product.objects.update(stock=0)
    gateway.pay(payment.reference)
    assert get_kinds() == [Kind.RETURNED]


def test_what_is_paid_here_and_not_there_is_reported(gateway: Gateway) -> None:
    payment = start(place(), gateway.name)
    pay(gateway, payment)
    gateway.reset()
    assert get_kinds() == [Kind.MISSING]


def test_a_gateway_that_does_not_answer_is_reported(gateway: Gateway) -> None:
    gateway.faults.append(DOWN)
    assert get_kinds() == [Kind.SILENT]


def test_all_pages_of_the_gateways_list_are_read(gateway: Gateway) -> None:
    orders = [place() for _ in range(5)]
    for order in orders:
        gateway.pay(start(order, gateway.name).reference)
    assert get_kinds() == [Kind.COMPLETED] * 5


def test_what_is_older_is_left_alone(gateway: Gateway, time_machine: Any) -> None:
    gateway.pay(start(place(), gateway.name).reference)
    time_machine.move_to(timezone.now() + timedelta(days=9))
    assert reconcile(days=2) == []


def test_refunded_payments_are_not_missed(gateway: Gateway) -> None:
    payment = start(place(), gateway.name)
    pay(gateway, payment)
    payment.refresh_from_db()
    gateway.give_back(payment.transaction_id)
    Payment.objects.update(status="refunded")
    assert reconcile(days=2) == []


def test_the_command_prints_a_table(gateway: Gateway) -> None:
    order = place(price="12.34")
    gateway.pay(start(order, gateway.name).reference)
    output = StringIO()
    call_command("reconcile_payments", days=3, stdout=output)
    text = output.getvalue()
    assert order.number in text
    assert "12.34 EUR" in text
    assert "1 difference in the last 3 days." in text


def test_the_command_says_that_all_is_well() -> None:
    output = StringIO()
    call_command("reconcile_payments", stdout=output)
    assert output.getvalue() == "No differences in the last 2 days.\n"


def test_every_night_what_differs_is_logged(
    gateway: Gateway, caplog: pytest.LogCaptureFixture
) -> None:
    order = place()
    gateway.pay(start(order, gateway.name).reference)
    beats.reconcile_payments()
    assert order.number in caplog.text
