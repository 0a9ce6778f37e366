from __future__ import annotations

from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import ScopedRateThrottle


class CallerThrottle(ScopedRateThrottle):
    """So many calls of one kind for an account, a guest, or else an address."""

    def get_rate(self) -> str:
        return api_settings.DEFAULT_THROTTLE_RATES[self.scope]

    def get_ident(self, request: Request) -> str:
        return request._request.cart_token or super().get_ident(request)
