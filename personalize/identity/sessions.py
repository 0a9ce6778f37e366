"""Session ids for Amazon (s_…): never the key of the web session, which is a secret."""

from __future__ import annotations

import base64
import secrets
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from django.contrib.auth import SESSION_KEY as LOGGED_IN_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from personalize.identity import accounts

KEY = "personalize"
IDLE_SECONDS = 30 * 60
# How often the web session notes that it is in use, and looks whether its account has
# opted out: a write and a query at most once in so long.
NOTED_SECONDS = 5 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopperSession:
    """What the web session of a logged-in shopper remembers for this app."""

    account: str
    user_id: str
    session_id: str
    is_tracked: bool
    noted_at: float
    # The guest this shopper was before the login, until an event has carried both ids.
    guest_id: str = ""


def make_session_id() -> str:
    return f"s_{secrets.token_urlsafe(16)}"


def session_id_of_the_day(visitor_id: str) -> str:
    """Return the session of a visitor who has no web session and names none."""
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    digest = salted_hmac(KEY, f"{visitor_id} {day}", algorithm="sha256").digest()
    return f"s_{base64.urlsafe_b64encode(digest[:16]).decode().rstrip('=')}"


def belongs_to(session: SessionBase | None, user: AbstractBaseUser) -> bool:
    """Whether this user is logged in with it; the user of a token is not."""
    return session is not None and session.get(LOGGED_IN_KEY) == str(user.pk)


def start(
    request: HttpRequest, user: AbstractBaseUser, *, guest_id: str = ""
) -> ShopperSession:
    identity = accounts.get_identity(user)
    shopper = ShopperSession(
        account=str(user.pk),
        user_id=identity.user_id,
        session_id=make_session_id(),
        is_tracked=accounts.is_tracked(identity),
        noted_at=time.time(),
        guest_id=guest_id,
    )
    request.session[KEY] = asdict(shopper)
    return shopper


def get_shopper(request: HttpRequest, user: AbstractBaseUser) -> ShopperSession:
    """Return the shopper's session; a new one after half an hour of silence."""
    stored = request.session.get(KEY)
    if not stored or stored["account"] != str(user.pk):
        return start(request, user)
    shopper = ShopperSession(**stored)
    silence = time.time() - shopper.noted_at
    if silence > IDLE_SECONDS:
        return start(request, user, guest_id=shopper.guest_id)
    if silence > NOTED_SECONDS:
        shopper = _note(request, user, shopper)
    return shopper


def remember_guest(request: HttpRequest, guest_id: str) -> None:
    """Let events carry the guest's id with the account's until one has been stored."""
    request.session[KEY] = request.session[KEY] | {"guest_id": guest_id}


def forget_guest(request: HttpRequest) -> bool:
    """An event has carried both ids: Amazon knows now that they are one person."""
    session = getattr(request, "session", {})
    stored = session.get(KEY)
    if not stored or not stored["guest_id"]:
        return False
    session[KEY] = stored | {"guest_id": ""}
    return True


def _note(
    request: HttpRequest, user: AbstractBaseUser, shopper: ShopperSession
) -> ShopperSession:
    identity = accounts.get_identity(user)
    noted = replace(
        shopper,
        noted_at=time.time(),
        user_id=identity.user_id,
        is_tracked=accounts.is_tracked(identity),
    )
    request.session[KEY] = asdict(noted)
    return noted
