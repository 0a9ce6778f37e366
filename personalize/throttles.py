"""Fixed windows counted in the shared cache: one call of it, and no list of times."""

from __future__ import annotations

import time

from django.core.cache import cache
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from personalize.conf import conf
from personalize.identity.visitors import Visitor
from personalize.models import ServerKey

PERIODS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
# What a client says it bought is not verified, so it cannot say much.
PURCHASE_RATE = "5/min"


def count(bucket: str, rate: str) -> float | None:
    """Count a call; return the seconds to wait when the window's calls are used up.

    Nobody waits when the cache is down: better a flood than a shop without events.
    """
    limit, _, period = rate.partition("/")
    seconds = PERIODS[period[0]]
    window, elapsed = divmod(time.time(), seconds)
    calls = _count_one(f"personalize:calls:{bucket}:{int(window)}", seconds + 1)
    return seconds - elapsed if calls > int(limit) else None


def get_address(request: Request) -> str:
    """Return the client's address as our own proxies saw it, not as it says itself."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    proxies = api_settings.NUM_PROXIES or 0
    hops = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if not proxies or not hops[0]:
        return address
    return str(hops[-min(proxies, len(hops))]).strip()


def check_visitor(request: Request, visitor: Visitor) -> None:
    """Count a call of this visitor; a server key speaks for many."""
    if visitor.id and not isinstance(request.auth, ServerKey):
        _refuse_after(f"visitor:{visitor.id}", conf.VISITOR_RATE)


def check_purchase(visitor: Visitor) -> None:
    if visitor.id:
        _refuse_after(f"purchase:{visitor.id}", PURCHASE_RATE)


class AddressThrottle(BaseThrottle):
    """So many calls from one address; a server key has an allowance of its own."""

    scope = "address"
    seconds: float | None = None

    def get_rate(self) -> str:
        return conf.ADDRESS_RATE

    def allow_request(self, request: Request, view: APIView) -> bool:
        key = request.auth
        caller = key.key_id if isinstance(key, ServerKey) else get_address(request)
        self.seconds = count(f"{self.scope}:{caller}", self.get_rate())
        return self.seconds is None

    def wait(self) -> float | None:
        return self.seconds


class SessionThrottle(AddressThrottle):
    """So many new guest ids for one address."""

    scope = "session"

    def get_rate(self) -> str:
        return conf.SESSION_RATE


def _refuse_after(bucket: str, rate: str) -> None:
    seconds = count(bucket, rate)
    if seconds is not None:
        raise Throttled(seconds)


def _count_one(key: str, timeout: int) -> int:
    """Count in a window that has begun, as nearly always, or begin it."""
    try:
        return cache.incr(key)
    except ValueError:
        cache.add(key, 1, timeout=timeout)
        return 1
