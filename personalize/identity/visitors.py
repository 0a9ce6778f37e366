"""A visitor, and the visitors that accounts are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from rest_framework.request import Request

from personalize.identity import accounts, sessions
from personalize.models import UserIdentity


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """A user or an anonymous session, as strings.

    ``user_id`` is u_… for an account, a free-form id that a client named for itself, or
    empty for a guest. ``session_id`` is g_… for a guest (whose events Amazon can link
    to an account later), s_… otherwise, empty only for someone who cannot be tracked.
    """

    user_id: str = ""
    session_id: str = ""
    is_tracked: bool = True

    @property
    def id(self) -> str:
        """The key of the visitor's profile, and the userId to ask Amazon with."""
        return self.user_id or self.session_id


# Somebody unknown, or who is not to be tracked: nothing is stored, nothing is personal.
NOBODY = Visitor(is_tracked=False)


def make_user(user_id: str, session_id: str = "") -> Visitor:
    return Visitor(
        user_id=user_id,
        session_id=session_id or sessions.session_id_of_the_day(user_id),
    )


def make_account(identity: UserIdentity, session_id: str = "") -> Visitor:
    if not accounts.is_tracked(identity):
        return NOBODY
    return make_user(identity.user_id, session_id)


def make_shopper(request: HttpRequest, user: Any, session_id: str = "") -> Visitor:
    """Return the visitor of a logged-in account: by web session, or else by token."""
    if not sessions.belongs_to(getattr(request, "session", None), user):
        return make_account(accounts.get_identity(user), session_id)
    shopper = sessions.get_shopper(request, user)
    if not shopper.is_tracked:
        return NOBODY
    return Visitor(
        user_id=shopper.user_id, session_id=shopper.guest_id or shopper.session_id
    )


def get_user(request: HttpRequest | Request) -> Any:
    """Return the user of any request, also of one no middleware has seen."""
    return getattr(request, "user", None) or AnonymousUser()
