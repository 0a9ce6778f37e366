"""Payments that could not be started."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from shop.payments.exceptions import PaymentError
from shop.payments.models import Payment

logger = logging.getLogger(__name__)


@contextmanager
def note_failure(payment: Payment) -> Iterator[None]:
    """Keep why a payment could not be started; the next try is a new payment.

    Gateways repeat their answer, failures too, to a key that they know.
    """
    try:
        yield
    except PaymentError as error:
        logger.warning("Payment %s could not be started.", payment.key, exc_info=True)
        Payment.objects.fail_start(payment, str(error))
        raise
