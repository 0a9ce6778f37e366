"""The shop's settings with both gateways, as stand-ins on this machine."""

from __future__ import annotations

from typing import Any

from tests.gateways import razorpay, razorpay_api, stripe, stripe_api

# Seconds: much shorter than a slow answer of a stand-in.
TIMEOUT = (0.5, 0.7)


def make_methods(
    *, stripe_url: str, razorpay_url: str, timeout: tuple[float, float] = TIMEOUT
) -> list[dict[str, Any]]:
    return [
        {
            "METHOD": "shop.payments.methods.stripe.StripeCheckout",
            "OPTIONS": {
                "secret_key": stripe_api.SECRET_KEY,
                "publishable_key": stripe_api.PUBLISHABLE_KEY,
                "webhook_secret": stripe.WEBHOOK_SECRET,
                "api_base": stripe_url,
                "timeout": timeout,
                "retries": 0,
            },
        },
        {
            "METHOD": "shop.payments.methods.razorpay.RazorpayCheckout",
            "OPTIONS": {
                "key_id": razorpay_api.KEY_ID,
                "key_secret": razorpay_api.KEY_SECRET,
                "webhook_secret": razorpay.WEBHOOK_SECRET,
                "api_base": razorpay_url,
                "timeout": timeout,
            },
        },
        {"METHOD": "shop.payments.methods.cod.CashOnDelivery"},
    ]
