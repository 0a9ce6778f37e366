"""How shoppers pay. A gateway is offered as soon as its keys are set."""

from __future__ import annotations

from urllib.parse import urlsplit

from shop.settings.environment import env

STRIPE_SECRET_KEY = env("STRIPE_SECRET_KEY", default="")
STRIPE_API_BASE = env("STRIPE_API_BASE", default="https://api.stripe.com")
# Where the pages are on which shoppers pay: Stripe's, or a domain of one's own there.
STRIPE_CHECKOUT_URL = env("STRIPE_CHECKOUT_URL", default="https://checkout.stripe.com")
RAZORPAY_KEY_ID = env("RAZORPAY_KEY_ID", default="")
RAZORPAY_API_BASE = env("RAZORPAY_API_BASE", default="https://api.razorpay.com")

# In the order in which the checkout shows them. Adding one is one class.
PAYMENT_METHODS = [
    {
        "METHOD": "shop.payments.methods.stripe.StripeCheckout",
        "OPTIONS": {
            "secret_key": STRIPE_SECRET_KEY,
            "publishable_key": env("STRIPE_PUBLISHABLE_KEY", default=""),
            "webhook_secret": env("STRIPE_WEBHOOK_SECRET", default=""),
            "api_base": STRIPE_API_BASE,
        },
    },
    {
        "METHOD": "shop.payments.methods.razorpay.RazorpayCheckout",
        "OPTIONS": {
            "key_id": RAZORPAY_KEY_ID,
            "key_secret": env("RAZORPAY_KEY_SECRET", default=""),
            "webhook_secret": env("RAZORPAY_WEBHOOK_SECRET", default=""),
            "api_base": RAZORPAY_API_BASE,
        },
    },
    {"METHOD": "shop.payments.methods.cod.CashOnDelivery"},
]


def _get_origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


# Browsers let a form lead away from the shop to these only.
PAYMENT_ORIGINS = [
    *([_get_origin(STRIPE_CHECKOUT_URL)] if STRIPE_SECRET_KEY else []),
    *([_get_origin(RAZORPAY_API_BASE)] if RAZORPAY_KEY_ID else []),
]
