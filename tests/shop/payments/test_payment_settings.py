from __future__ import annotations

import json
import os
import subprocess
import sys

from django.conf import settings

PRINT = """
import json
from shop.settings import CONTENT_SECURITY_POLICY as policy, PAYMENT_ORIGINS as origins
print(json.dumps([origins, policy["DIRECTIVES"]["form-action"]]))
"""


def read_origins(**variables: str) -> list[list[str]]:
    environment = {"PATH": os.environ["PATH"], "ENV_FILE": os.devnull, **variables}
    result = subprocess.run(
        [sys.executable, "-c", PRINT],
        cwd=settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(result.stdout)


def test_without_keys_forms_lead_nowhere_else() -> None:
    assert read_origins() == [[], ["'self'"]]


def test_forms_may_lead_to_the_gateways_that_have_keys() -> None:
    origins, forms = read_origins(STRIPE_SECRET_KEY="sk_1", RAZORPAY_KEY_ID="rzp_1")
    assert origins == ["https://checkout.stripe.com", "https://api.razorpay.com"]
    assert forms == ["'self'", *origins]


def test_a_domain_of_ones_own_at_stripe_is_let_through() -> None:
    url = "https://pay.example.com/some/path"
    origins, _ = read_origins(STRIPE_SECRET_KEY="sk_1", STRIPE_CHECKOUT_URL=url)
    assert origins == ["https://pay.example.com"]
