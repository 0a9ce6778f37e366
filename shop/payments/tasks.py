"""What is done at a gateway once a transaction is over."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import partial

from celery import Task, shared_task
from django.db import transaction

from shop.payments import closing, refunding
from shop.payments.exceptions import GatewayDownError, GatewayRefusedError
from shop.payments.models import Payment, Refund


def enqueue(task: Task, pk: int) -> None:
    """Wake the task on commit. A broker that is down loses no more than time."""
    transaction.on_commit(partial(task.delay, pk), robust=True)


def close_payments(payments: Iterable[Payment]) -> None:
    for payment in payments:
        enqueue(close_payment, payment.pk)


@shared_task(
    name="shop.close_payment",
    autoretry_for=(GatewayDownError,),
    retry_backoff=5,
    max_retries=3,
)
def close_payment(pk: int) -> None:
    closing.close(Payment.objects.get(pk=pk))


@shared_task(
    name="shop.send_refund",
    autoretry_for=(GatewayDownError,),
    retry_backoff=5,
    max_retries=3,
)
def send_refund(pk: int) -> None:
    # A refusal is noted on the payment, for the staff.
    with suppress(GatewayRefusedError):
        refunding.send(Refund.objects.get(pk=pk))
