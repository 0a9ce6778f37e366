from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class UserIdentityQuerySet(models.QuerySet["UserIdentity"]):
    def of_email(self, email: str) -> Self:
        return self.filter(account__email__iexact=email)

    def user_ids_of(self, account_id: Any) -> list[str]:
        return list(self.filter(account=account_id).values_list("user_id", flat=True))

    def of_account(self, account_id: Any) -> Self:
        return self.filter(account=account_id)

    def opted_out(self) -> Self:
        return self.filter(opted_out=True)

    def with_account(self) -> Self:
        return self.select_related("account")

    def of_users(self, user_ids: Iterable[str]) -> Self:
        return self.filter(user_id__in=user_ids)


class UserIdentity(models.Model):
    """The pseudonym under which an account is known to recommenders: u_ + 128 bits."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="personalize_identity",
    )
    user_id = models.CharField(max_length=32, unique=True)
    opted_out = models.BooleanField(
        default=False, help_text=_("Nothing this account does is tracked.")
    )

    objects = UserIdentityQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("user identities")

    def __str__(self) -> str:
        return self.user_id


class IdentityLinkQuerySet(models.QuerySet["IdentityLink"]):
    def of_users(self, user_ids: Iterable[str]) -> Self:
        return self.filter(user_id__in=user_ids)

    def guest_ids(self) -> list[str]:
        return list(self.values_list("guest_id", flat=True))


class IdentityLink(models.Model):
    """A guest who logged in. The first account to claim a guest's history keeps it."""

    guest_id = models.CharField(max_length=32, unique=True)
    user_id = models.CharField(max_length=32, db_index=True)
    linked_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = IdentityLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.guest_id} → {self.user_id}"


class ServerKey(models.Model):
    """A secret with which another server may act for any visitor, within its scopes."""

    key_id = models.CharField(max_length=24, unique=True)
    secret_hash = models.CharField(max_length=128)
    name = models.CharField(max_length=100)
    can_write_events = models.BooleanField(default=True)
    can_read_recommendations = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return self.name
