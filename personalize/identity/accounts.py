"""Accounts as recommenders know them: u_ ids, and the guests they used to be."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from personalize.models import Event, IdentityLink, UserIdentity

# What a guest did before is not joined: a family shares the computer.
JOINED_HISTORY = timedelta(hours=24)


def make_user_id() -> str:
    return f"u_{secrets.token_urlsafe(16)}"


def get_identity(user: AbstractBaseUser) -> UserIdentity:
    """Return the account's identity, made when it is first asked for."""
    identities = UserIdentity.objects.select_related("account")
    identity, _ = identities.get_or_create(
        account_id=user.pk, defaults={"user_id": make_user_id()}
    )
    return identity


def get_visitor_ids(user: AbstractBaseUser) -> list[str]:
    """Return the account's id, if it has one, and those of the guests it used to be."""
    user_ids = UserIdentity.objects.user_ids_of(user.pk)
    return [*user_ids, *IdentityLink.objects.of_users(user_ids).guest_ids()]


def is_tracked(identity: UserIdentity) -> bool:
    return not (identity.opted_out or getattr(identity.account, "is_staff", False))


def find_identity(user_id: str) -> UserIdentity | None:
    try:
        return UserIdentity.objects.select_related("account").get(user_id=user_id)
    except UserIdentity.DoesNotExist:
        return None


def join_guest(guest_id: str, user_id: str) -> bool:
    """Give a guest's last day to the account; False when the guest is taken already."""
    with transaction.atomic():
        _, is_first = IdentityLink.objects.get_or_create(
            guest_id=guest_id, defaults={"user_id": user_id}
        )
        if is_first:
            since = timezone.now() - JOINED_HISTORY
            Event.objects.of_visitor(guest_id).since(since).update(visitor_id=user_id)
    return is_first
