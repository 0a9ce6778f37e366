"""What the tests of identity and of the API need, with defaults none depends on."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import Any

from allauth.headless.internal.sessionkit import new_session
from allauth.headless.tokens.strategies.jwt.internal import create_access_token
from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
    login,
)
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from personalize.authentication import create_server_key
from personalize.identity import Visitor, get_visitor, guests
from personalize.middleware import VisitorMiddleware
from personalize.models import Event
from shop.accounts.models import User
from tests.shop.factories import make_user

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
BACKEND = "django.contrib.auth.backends.ModelBackend"
USER = "test-user-123"
numbers = count(1)


def post(
    path: str, body: Any, *, client: Client | None = None, **headers: str
) -> HttpResponse:
    return (client or Client()).post(
        f"/api/personalize/{path}",
        body,
        content_type="application/json",
        headers=headers,
    )


def make_client(**headers: str) -> Client:
    """A browser: without a name, it would pass for a bot."""
    return Client(headers={"User-Agent": BROWSER, **headers})


def make_request(user: Any = None, **headers: str) -> HttpRequest:
    """A request that has been through the middleware of sessions and accounts."""
    request = RequestFactory(headers={"User-Agent": BROWSER, **headers}).get("/")
    request.session = SessionStore()
    request.user = user or AnonymousUser()
    return request


def make_token(user: User) -> str:
    """The access token that a mobile client gets when it logs in."""
    session = new_session()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return create_access_token(user, session, {})


def make_bearer(user: User) -> dict[str, str]:
    return {"Authorization": f"Bearer {make_token(user)}"}


def make_api_key(*, can_write: bool = True, can_read: bool = True) -> dict[str, str]:
    header = create_server_key("Warehouse", can_write=can_write, can_read=can_read)
    return {"Authorization": header}


def make_event(visitor_id: str, *, hours_ago: float = 0, **fields: Any) -> Event:
    """What a guest, or whoever, did some hours ago."""
    return Event.objects.create(
        event_type=fields.pop("event_type", "View"),
        item_id=fields.pop("item_id", f"item-{next(numbers)}"),
        session_id=fields.pop("session_id", visitor_id),
        visitor_id=visitor_id,
        timestamp=timezone.now() - timedelta(hours=hours_ago),
        **fields,
    )


def make_guest_request(guest_id: str = "", **headers: str) -> HttpRequest:
    request = make_request(**headers)
    request.COOKIES[guests.cookie_name()] = guests.sign(guest_id or guests.mint())
    return request


def log_in(request: HttpRequest, user: Any) -> None:
    login(request, user, backend=BACKEND)


def respond(request: HttpRequest, view: Any = get_visitor) -> HttpResponse:
    """Send the request through the middleware to a page that calls the view."""

    def page(request: HttpRequest) -> HttpResponse:
        view(request)
        return HttpResponse()

    return VisitorMiddleware(page)(request)


def open_page_after(request: HttpRequest, clock: Any, *, minutes: int) -> Visitor:
    clock.move_to(timezone.now() + timedelta(minutes=minutes))
    page = make_request(request.user)
    page.session = request.session
    return get_visitor(page)


__all__ = [
    "BROWSER",
    "USER",
    "log_in",
    "make_api_key",
    "make_guest_request",
    "open_page_after",
    "respond",
    "make_bearer",
    "make_client",
    "make_event",
    "make_request",
    "make_token",
    "make_user",
    "post",
]
