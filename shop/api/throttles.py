from __future__ import annotations

from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import ScopedRateThrottle
from rest_framework.views import APIView


class CallerThrottle(ScopedRateThrottle):
    """So many calls of one kind for an account, a guest, or else an address.

    A door that asks nobody who they are counts addresses: guests cost nothing to make.
    """

    def get_rate(self) -> str:
        return api_settings.DEFAULT_THROTTLE_RATES[self.scope]

    def get_cache_key(self, request: Request, view: APIView) -> str:
        guest = request._request.cart_token
        is_guest = guest and not request.user.is_authenticated
        if is_guest and view.authentication_classes:
            return self.cache_format % {"scope": self.scope, "ident": guest}
        return super().get_cache_key(request, view)
