"""What happens at login and logout: a guest becomes a shopper, a shopper leaves."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from personalize.identity import accounts, bots, forget_visitor, guests, sessions


def start_shopper(
    request: HttpRequest | None, user: AbstractBaseUser, **kwargs: object
) -> None:
    """Join the guest's history to the account, and begin a new session of it."""
    if request is None:
        return
    guest_id = guests.from_cookie(request)
    part(request)
    shopper = sessions.start(request, user)
    if not guest_id or not shopper.is_tracked or not bots.may_track_page(request):
        return
    if accounts.join_guest(guest_id, shopper.user_id):
        sessions.remember_guest(request, guest_id)


def part(request: HttpRequest | None, **kwargs: object) -> None:
    """Whoever comes next in this browser is a new guest."""
    if request is None:
        return
    guests.forget(request)
    forget_visitor(request)
