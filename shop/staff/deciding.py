"""What becomes of an order by the hand of the staff."""

from __future__ import annotations

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from shop.orders.models import Order
from shop.orders.statuses import Status
from shop.orders.transitions import TransitionRefused, change_status
from shop.payments.exceptions import PaymentError
from shop.payments.refunds import refund

REFUSALS = (TransitionRefused, PaymentError)

# On the button, and as the heading of the page that asks.
QUESTIONS = {
    Status.PACKED: _("Mark as packed"),
    Status.SHIPPED: _("Mark as shipped"),
    Status.DELIVERED: _("Mark as delivered"),
    Status.CANCELLED: _("Cancel the order"),
    Status.REFUNDED: _("Give the money back"),
}
CONSEQUENCES = {
    Status.PACKED: _("The parcel is ready; the buyer is not told yet."),
    Status.SHIPPED: _("The buyer is told that the parcel is on its way."),
    Status.DELIVERED: _("The parcel has arrived; cash is taken for paid."),
    Status.CANCELLED: _(
        "The goods go back into the stock, and the buyer is told. This is not undone."
    ),
    Status.REFUNDED: _(
        "The whole amount goes back the way it came, goods that were not sent go back "
        "into the stock, and the buyer is told. This is not undone."
    ),
}


class DecisionForm(forms.Form):
    note = forms.CharField(
        required=False,
        max_length=200,
        help_text=_("Kept in the history of the order; its buyer can read it."),
    )


def decide(order: Order, status: Status, *, by: AbstractBaseUser, note: str) -> None:
    """Refuse with one of REFUSALS, whose message is for the staff."""
    if status == Status.REFUNDED:
        refund(order, by=by, reason=note)
    else:
        change_status(order, status, by=by, note=note)
