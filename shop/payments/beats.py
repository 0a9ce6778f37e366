"""What is done every few minutes and every night: it finds what was lost."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from itertools import takewhile
from time import monotonic

from celery import shared_task

from shop.payments import refunding, settling
from shop.payments.exceptions import PaymentError
from shop.payments.models import Payment, Refund
from shop.payments.reconciling import reconcile

logger = logging.getLogger(__name__)

AT_ONCE = 100
# Within the time that a task has, should a gateway be slow.
SECONDS = 30
DAYS = 2


@shared_task(name="shop.follow_up_payments")
def follow_up() -> None:
    """Ask for what no webhook told, and repeat refunds that had no answer."""
    in_time = partial(_is_before, monotonic() + SECONDS)
    for refund in takewhile(in_time, Refund.objects.unsent()[:AT_ONCE]):
        # Noted on the refund, or tried again in some minutes.
        with suppress(PaymentError):
            refunding.send(refund)
    for payment in takewhile(in_time, Payment.objects.unheard()[:AT_ONCE]):
        settling.try_asking(payment)


def _is_before(end: float, _each: object) -> bool:
    return monotonic() < end


@shared_task(name="shop.reconcile_payments", soft_time_limit=170, time_limit=175)
def reconcile_payments() -> None:
    for finding in reconcile(days=DAYS):
        logger.warning("Comparison of payments: %s", finding)
