from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Whoever has not confirmed by then did not want it.
UNCONFIRMED_FOR = timedelta(days=30)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def confirmed(self) -> Self:
        """Those to whom a newsletter may be sent, and nobody else."""
        return self.filter(status=Subscription.Status.CONFIRMED)

    def of_emails(self, emails: Iterable[str]) -> Self:
        return self.filter(email__in=[email.lower() for email in emails])

    def abandoned(self) -> Self:
        old = self.filter(asked_at__lt=timezone.now() - UNCONFIRMED_FOR)
        return old.filter(status=Subscription.Status.PENDING)

    def open(self, email: str, *, language: str, site_url: str) -> Subscription:
        """Return the subscription of the address, new and unconfirmed if need be."""
        subscription, _is_new = self.get_or_create(
            email=email.lower(), defaults={"language": language, "site_url": site_url}
        )
        return subscription


class Subscription(models.Model):
    """An e-mail address, and whether its owner wants the newsletter."""

    class Status(models.TextChoices):
        # Somebody named the address; only its owner can confirm that.
        PENDING = "pending", _("Not confirmed")
        CONFIRMED = "confirmed", _("Subscribed")
        UNSUBSCRIBED = "unsubscribed", _("Unsubscribed")

    # In small letters.
    email = models.EmailField(unique=True)
    status = models.CharField(
        max_length=16, choices=Status, default=Status.PENDING, db_index=True
    )
    # What its e-mails are written in, and where their links lead.
    language = models.CharField(max_length=12, blank=True)
    site_url = models.CharField(max_length=200, blank=True, editable=False)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    unsubscribed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return self.email

    @property
    def is_confirmed(self) -> bool:
        return self.status == self.Status.CONFIRMED

    @property
    def shop_url(self) -> str:
        return settings.SITE_URL or self.site_url

    def confirm(self) -> None:
        if not self.is_confirmed:
            self.status, self.confirmed_at = self.Status.CONFIRMED, timezone.now()
            self.save(update_fields=["status", "confirmed_at"])

    def unsubscribe(self) -> None:
        if self.status != self.Status.UNSUBSCRIBED:
            self.status = self.Status.UNSUBSCRIBED
            self.unsubscribed_at = timezone.now()
            self.save(update_fields=["status", "unsubscribed_at"])
