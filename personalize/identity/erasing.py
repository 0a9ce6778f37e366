"""Forgetting an account: its id, the guests it used to be, and what all of them did."""

from __future__ import annotations

import logging

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from personalize.identity.accounts import get_visitor_ids
from personalize.models import Event, IdentityLink, UserIdentity

logger = logging.getLogger(__name__)


@transaction.atomic
def erase_user(user: AbstractBaseUser) -> None:
    """Erase the account's history, and the id under which recommenders know it."""
    erase_history(user)
    # One by one, so that the record of the user is told to be gone.
    for identity in UserIdentity.objects.of_account(user.pk):
        identity.delete()


@transaction.atomic
def erase_history(user: AbstractBaseUser) -> None:
    """Erase what is stored of the account, and what waits to be sent to Amazon.

    The embedded engine forgets at its next training. What Amazon was sent is taken away
    there by a data deletion job, for which the log keeps the id that tells nobody.
    """
    user_ids = UserIdentity.objects.user_ids_of(user.pk)
    Event.objects.of_visitors(get_visitor_ids(user)).delete()
    IdentityLink.objects.of_users(user_ids).delete()
    for user_id in user_ids:
        logger.info("Erased %s: Amazon forgets it by a data deletion job.", user_id)
