"""The shop of the browser tests with Stripe and Razorpay, as stand-ins."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test.utils import override_settings
from django.urls import reverse

from tests.gateways.razorpay import RazorpayStandIn
from tests.gateways.server import Gateway
from tests.gateways.settings import make_methods
from tests.gateways.stripe import StripeStandIn

# A busy machine is slow, and no failure.
PATIENCE = (10.0, 20.0)


@contextmanager
def open_gateways(shop_url: str) -> Iterator[dict[str, Gateway]]:
    """Let the shop take payments, and the gateways tell it of them."""
    gateways = {
        gateway.name: gateway for gateway in (StripeStandIn(), RazorpayStandIn())
    }
    for name, gateway in gateways.items():
        gateway.webhook_url = shop_url + reverse("payment-webhook", args=[name])
    with override_settings(**make_settings(gateways)):
        yield gateways
    for gateway in gateways.values():
        gateway.stop()


def make_settings(gateways: dict[str, Gateway]) -> dict[str, Any]:
    urls = {f"{name}_url": gateway.url for name, gateway in gateways.items()}
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    forms = {"form-action": [*directives["form-action"], *urls.values()]}
    return {
        "PAYMENT_METHODS": make_methods(timeout=PATIENCE, **urls),
        "CONTENT_SECURITY_POLICY": {"DIRECTIVES": directives | forms},
    }
