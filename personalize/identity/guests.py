"""Guests: ids minted and signed by us, kept in a cookie or in a mobile client."""

from __future__ import annotations

import base64
import re
import secrets
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.crypto import constant_time_compare, salted_hmac

GUEST_ID = re.compile(r"g_[A-Za-z0-9_-]{22}")
SALT = "personalize.identity.guests"
SIGNATURE_LENGTH = 16
COOKIE_AGE = (
    395 * 24 * 3600
)  # thirteen months, the longest that European regulators allow
HEADER = "X-Guest-Id"
# On the request: the id to put into the cookie, or "" to take the cookie away.
NEW_GUEST = "_personalize_new_guest"


def mint() -> str:
    return f"g_{secrets.token_urlsafe(16)}"


def make_signature(guest_id: str) -> str:
    return next(_signatures(guest_id))


def sign(guest_id: str) -> str:
    return f"{guest_id}.{make_signature(guest_id)}"


def unsign(value: str) -> str | None:
    """Return the id when we signed it, with the present key or one of the former."""
    guest_id, _, signature = value.partition(".")
    if not GUEST_ID.fullmatch(guest_id):
        return None
    known = (constant_time_compare(signature, each) for each in _signatures(guest_id))
    return guest_id if any(known) else None


def cookie_name() -> str:
    """With the prefix, browsers take the cookie only from this host, over TLS."""
    return "__Host-gid" if settings.SESSION_COOKIE_SECURE else "gid"


def from_cookie(request: HttpRequest) -> str | None:
    return unsign(request.COOKIES.get(cookie_name(), ""))


def renew(request: HttpRequest) -> str:
    """Mint an id that the response will put into the cookie."""
    guest_id = mint()
    setattr(request, NEW_GUEST, guest_id)
    return guest_id


def forget(request: HttpRequest) -> None:
    """Take the cookie away; the next page that asks for a visitor mints a new id."""
    if request.COOKIES.pop(cookie_name(), None):
        setattr(request, NEW_GUEST, "")


def write_cookie(request: HttpRequest, response: HttpResponse) -> None:
    guest_id: str | None = getattr(request, NEW_GUEST, None)
    if guest_id is None:
        return
    response.set_cookie(
        cookie_name(),
        sign(guest_id) if guest_id else "",
        max_age=COOKIE_AGE if guest_id else 0,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    patch_vary_headers(response, ["Cookie"])


def _signatures(guest_id: str) -> Iterator[str]:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        digest = salted_hmac(SALT, guest_id, secret=key, algorithm="sha256").digest()
        yield base64.urlsafe_b64encode(digest).decode()[:SIGNATURE_LENGTH]
