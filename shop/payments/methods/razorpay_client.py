"""The SDK's client, and its errors in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import local
from typing import Any

import razorpay
import requests
from django.utils.translation import gettext as _
from razorpay.errors import BadRequestError, GatewayError, ServerError

from shop.payments.exceptions import GatewayDownError, GatewayRefusedError


class ClientOfThread(local):
    """Made anew in each thread that uses it: sessions are not to be shared."""

    def __init__(self, **options: Any) -> None:
        self.client = razorpay.Client(**options)


@contextmanager
def translating_errors() -> Iterator[None]:
    try:
        yield
    except (requests.RequestException, ServerError, GatewayError) as error:
        raise GatewayDownError(_("Razorpay does not answer at the moment.")) from error
    except (BadRequestError, ValueError) as error:
        raise GatewayRefusedError(
            _("Razorpay does not accept this payment."), detail=str(error)
        ) from error
