"""What an API client says about itself, and how much of that it can prove."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest

from personalize.exceptions import IdentityForbidden, InvalidUserId
from personalize.identity import accounts, guests
from personalize.identity.visitors import Visitor, make_account, make_shopper, make_user

VISITOR_ID = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
# From a client that lost its variable. Amazon drops events of the session "null".
NOBODYS_IDS = ("null", "undefined", "None", "NaN")
ME = ("", "me")
ACCOUNT_PREFIX = "u_"
GUEST_PREFIX = "g_"
# The same words whether or not the id exists: an answer must not tell.
NOT_YOURS = "This id is not yours to use."


def check_id(value: str) -> None:
    if value and (not VISITOR_ID.fullmatch(value) or value in NOBODYS_IDS):
        raise InvalidUserId(
            "An id has 1 to 128 characters of A-Z, a-z, 0-9, '_', '.', ':' and '-'."
        )


def resolve_server(user_id: str, session_id: str) -> Visitor:
    """A server key may name anyone, but only accounts that there are."""
    if session_id.startswith(ACCOUNT_PREFIX):
        raise IdentityForbidden(NOT_YOURS)
    if user_id.startswith(GUEST_PREFIX):
        return Visitor(session_id=user_id)
    if not user_id.startswith(ACCOUNT_PREFIX):
        return make_user(user_id, session_id)
    identity = accounts.find_identity(user_id)
    if identity is None:
        raise IdentityForbidden(NOT_YOURS)
    return make_account(identity, session_id)


def resolve_shopper(
    request: HttpRequest, user: Any, user_id: str, session_id: str
) -> Visitor:
    is_own = user_id in (*ME, str(user.pk))
    if not is_own and user_id != accounts.get_identity(user).user_id:
        raise IdentityForbidden(NOT_YOURS)
    _check_session_id(request, session_id)
    # The guest's session reaches the account by the login, or by the first event.
    is_guest = session_id.startswith(GUEST_PREFIX)
    return make_shopper(request, user, "" if is_guest else session_id)


def resolve_stranger(
    request: HttpRequest, user_id: str, session_id: str
) -> Visitor | None:
    proven = _proven_guests(request)
    is_reserved = user_id.startswith((ACCOUNT_PREFIX, GUEST_PREFIX))
    if is_reserved and user_id not in proven:
        raise IdentityForbidden(NOT_YOURS)
    _check_session_id(request, session_id)
    if proven:
        return Visitor(session_id=user_id if is_reserved else proven[0])
    return None if user_id in ME else make_user(user_id, session_id)


def _proven_guests(request: HttpRequest) -> list[str]:
    header = request.headers.get(guests.HEADER, "")
    found = (guests.unsign(header), guests.from_cookie(request))
    if header and not found[0]:
        raise IdentityForbidden(NOT_YOURS)
    return [guest_id for guest_id in found if guest_id]


def _check_session_id(request: HttpRequest, session_id: str) -> None:
    """Refuse a session named like a profile: Amazon would read that profile."""
    if session_id.startswith(ACCOUNT_PREFIX):
        raise IdentityForbidden(NOT_YOURS)
    is_guest = session_id.startswith(GUEST_PREFIX)
    if is_guest and session_id not in _proven_guests(request):
        raise IdentityForbidden(NOT_YOURS)
