"""Comparing our payments with the gateways' own lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.payments.exceptions import PaymentError
from shop.payments.methods import PaymentMethod, get_methods
from shop.payments.models import Payment
from shop.payments.receipts import Receipt
from shop.payments.settling import settle

# A payment may have been opened at the gateway long before it was paid.
MARGIN = timedelta(days=1)


class Kind(models.TextChoices):
    COMPLETED = "completed", _("Paid there and unknown here: completed")
    RETURNED = "returned", _("Paid there, and no order could take it: given back")
    UNKNOWN = "unknown", _("Paid there, but not for an order of ours")
    DIFFERENT = "different", _("Another amount was paid than was asked for")
    MISSING = "missing", _("Paid here, but not there")
    SILENT = "silent", _("The gateway could not be asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in which we and a gateway did not agree."""

    kind: Kind
    method: str
    order: str = ""
    reference: str = ""
    ours: str = ""
    theirs: str = ""

    def __str__(self) -> str:
        parts = [self.method, self.kind.label, self.order, self.reference]
        return " · ".join(filter(None, map(str, [*parts, self.ours, self.theirs])))


def reconcile(*, days: int) -> list[Finding]:
    """Compare the payments of the last days; what is missing here is made up for."""
    since = timezone.now() - timedelta(days=days)
    return [
        finding
        for method in get_methods()
        for finding in _reconcile_method(method, since)
    ]


def _reconcile_method(method: PaymentMethod, since: datetime) -> list[Finding]:
    try:
        receipts = list(method.list_paid(since - MARGIN))
    except PaymentError as error:
        return [Finding(kind=Kind.SILENT, method=method.name, theirs=str(error))]
    findings = [_compare(method, receipt) for receipt in receipts]
    return [*filter(None, findings), *_find_missing(method, since, receipts)]


def _compare(method: PaymentMethod, receipt: Receipt) -> Finding | None:
    payment = Payment.objects.of_method(method.name).told_of(receipt).first()
    if payment is None:
        return _report(Kind.UNKNOWN, method, receipt)
    was_received = payment.is_received
    payment = settle(payment, receipt)
    kind = _find_difference(payment, receipt, is_new=not was_received)
    return _report(kind, method, receipt, payment) if kind else None


def _find_difference(
    payment: Payment, receipt: Receipt, *, is_new: bool
) -> Kind | None:
    if (receipt.amount, receipt.currency) != (payment.amount, payment.currency):
        return Kind.DIFFERENT
    if is_new:
        return Kind.RETURNED if payment.refunds.valid().exists() else Kind.COMPLETED
    return None


def _find_missing(
    method: PaymentMethod, since: datetime, receipts: Iterable[Receipt]
) -> Iterator[Finding]:
    known = {receipt.transaction_id for receipt in receipts}
    payments = Payment.objects.of_method(method.name).paid_since(since)
    for payment in payments.received().at_gateway().select_related("order"):
        if payment.transaction_id not in known:
            yield _report(Kind.MISSING, method, None, payment)


def _report(
    kind: Kind,
    method: PaymentMethod,
    receipt: Receipt | None,
    payment: Payment | None = None,
) -> Finding:
    return Finding(
        kind=kind,
        method=method.name,
        order=payment.order.number if payment else "",
        reference=receipt.transaction_id if receipt else payment.transaction_id,
        ours=f"{payment.amount} {payment.currency}" if payment else "",
        theirs=f"{receipt.amount} {receipt.currency}" if receipt else "",
    )
