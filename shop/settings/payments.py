"""How shoppers pay. A gateway is offered as soon as its keys are set."""

from __future__ import annotations

PAYMENT_METHODS = [
    {"METHOD": "shop.payments.methods.cod.CashOnDelivery"},
]
