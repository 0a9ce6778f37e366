"""Whether an account lets what it does be noted, and be recommended by."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser

from personalize.identity.accounts import get_identity, get_visitor_ids, make_user_id
from personalize.models import Event, UserIdentity


def has_opted_out(user: AbstractBaseUser) -> bool:
    return UserIdentity.objects.of_account(user.pk).opted_out().exists()


def has_history(user: AbstractBaseUser) -> bool:
    return Event.objects.of_visitors(get_visitor_ids(user)).exists()


def opt_out(user: AbstractBaseUser) -> None:
    identity = get_identity(user)
    identity.opted_out = True
    identity.save(update_fields=["opted_out"])


def opt_in(user: AbstractBaseUser) -> None:
    """Note again what the account does; without a history, under an id that is new.

    The former id may wait for its data deletion job at Amazon, which would take away
    what comes after as well.
    """
    identity = get_identity(user)
    identity.opted_out = False
    if not has_history(user):
        identity.user_id = make_user_id()
    identity.save(update_fields=["opted_out", "user_id"])
