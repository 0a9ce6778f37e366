"""Who is asking: a namespace of ids is granted by proof, never by a claim.

u_…  an account        its web session or token, or a server key with the scope
g_…  a guest           our signature, in the cookie or the X-Guest-Id header
else whatever a client calls itself; no account is ever known under such an id
"""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from rest_framework.request import Request

from personalize.exceptions import InvalidUserId
from personalize.identity import accounts, bots, claims, consent, guests, sessions
from personalize.identity.consent import has_history, has_opted_out
from personalize.identity.erasing import erase_history, erase_user
from personalize.identity.visitors import NOBODY, Visitor, get_user, make_shopper
from personalize.models import ServerKey

__all__ = [
    "NOBODY",
    "Visitor",
    "consume_link",
    "erase_history",
    "erase_user",
    "forget_visitor",
    "get_guest_id",
    "get_user_id",
    "get_visitor",
    "has_history",
    "has_opted_out",
    "link_guest",
    "meet_client",
    "opt_in",
    "opt_out",
    "resolve_visitor",
]

VISITOR = "_personalize_visitor"


def get_user_id(user: AbstractBaseUser) -> str:
    """Return the account's u_ id, the only name by which recommenders know it."""
    return accounts.get_identity(user).user_id


def get_visitor(request: HttpRequest | Request) -> Visitor:
    """Return who looks at this page, minting a guest for a person who is new."""
    http_request = _unwrap(request)
    visitor: Visitor | None = getattr(http_request, VISITOR, None)
    if visitor is None:
        visitor = _find_visitor(http_request)
        setattr(http_request, VISITOR, visitor)
    return visitor


def get_guest_id(request: HttpRequest | Request) -> str:
    """Return the guest that X-Guest-Id proves; empty when it proves none."""
    return guests.unsign(request.headers.get(guests.HEADER, "")) or ""


def forget_visitor(request: HttpRequest | Request) -> None:
    """Make the next get_visitor() look again: somebody logged in or out."""
    vars(_unwrap(request)).pop(VISITOR, None)


def resolve_visitor(
    request: HttpRequest | Request,
    claimed_user_id: str = "",
    session_id: str = "",
    *,
    is_required: bool = False,
) -> Visitor:
    """Return the visitor that an API call may act as, or NOBODY. Mints nothing.

    Raises IdentityForbidden for an id that the request does not prove to be its own,
    InvalidUserId for one that nobody can have, or for none where one is required.
    """
    claims.check_id(claimed_user_id)
    claims.check_id(session_id)
    is_server = isinstance(getattr(request, "auth", None), ServerKey)
    if is_server and claimed_user_id not in claims.ME:
        return claims.resolve_server(claimed_user_id, session_id)
    visitor = _resolve_client(request, claimed_user_id, session_id)
    if not bots.may_track_call(_unwrap(request)):
        return NOBODY
    if visitor is None and is_required:
        raise InvalidUserId(
            "This field is required, unless a token, a cookie or X-Guest-Id "
            "says who is asking."
        )
    return visitor or NOBODY


def link_guest(request: HttpRequest | Request, visitor: Visitor) -> Visitor:
    """Join the guest of X-Guest-Id to the account of the same call, the first time.

    Only for an event about to be stored: it carries both ids, so that Amazon can join
    them as well.
    """
    guest_id = guests.unsign(request.headers.get(guests.HEADER, ""))
    is_shopper = get_user(request).is_authenticated and visitor.is_tracked
    if guest_id and is_shopper and accounts.join_guest(guest_id, visitor.user_id):
        return Visitor(user_id=visitor.user_id, session_id=guest_id)
    return visitor


def meet_client(request: HttpRequest | Request) -> Visitor:
    """Let what is about to be stored for this API call be of whom it proves to be."""
    visitor = link_guest(request, resolve_visitor(request))
    setattr(_unwrap(request), VISITOR, visitor)
    return visitor


def consume_link(request: HttpRequest | Request) -> None:
    """Say that an event with both the guest's and the account's id has been stored."""
    http_request = _unwrap(request)
    if sessions.forget_guest(http_request):
        forget_visitor(http_request)


def opt_out(request: HttpRequest) -> None:
    """Note nothing more of the account of this request, from this request on."""
    consent.opt_out(get_user(request))
    _restart(request)


def opt_in(request: HttpRequest) -> None:
    consent.opt_in(get_user(request))
    _restart(request)


def _restart(request: HttpRequest) -> None:
    """Do not wait until the web session looks again."""
    user = get_user(request)
    if sessions.belongs_to(getattr(request, "session", None), user):
        sessions.start(request, user)
    forget_visitor(request)


def _find_visitor(request: HttpRequest) -> Visitor:
    if not bots.may_track_page(request):
        return NOBODY
    user = get_user(request)
    if user.is_authenticated:
        return make_shopper(request, user)
    return Visitor(session_id=guests.from_cookie(request) or guests.renew(request))


def _resolve_client(
    request: HttpRequest | Request, user_id: str, session_id: str
) -> Visitor | None:
    http_request = _unwrap(request)
    user = get_user(request)
    if user.is_authenticated:
        return claims.resolve_shopper(http_request, user, user_id, session_id)
    return claims.resolve_stranger(http_request, user_id, session_id)


def _unwrap(request: HttpRequest | Request) -> HttpRequest:
    http_request: HttpRequest = getattr(request, "_request", request)
    return http_request
