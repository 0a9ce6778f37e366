from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

MAX_ATTEMPTS = 12
# A sender that has died leaves its e-mails to another after so long.
LEASE = timedelta(minutes=2)
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=3)
# They hold names and addresses.
KEPT_FOR = timedelta(days=30)


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self) -> Self:
        waiting = self.filter(sent_at=None, attempts__lt=MAX_ATTEMPTS)
        return waiting.filter(next_attempt_at__lte=timezone.now())

    def old(self) -> Self:
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)

    def addressed_to(self, address: str) -> Self:
        return self.filter(to__iexact=address)

    def claim(self, limit: int) -> list[Mail]:
        """Take e-mails to send that nobody else sends meanwhile."""
        with transaction.atomic():
            due = self.due().order_by("next_attempt_at", "pk")
            mails = list(due.select_for_update(skip_locked=True)[:limit])
            self.filter(pk__in=[mail.pk for mail in mails]).update(
                attempts=F("attempts") + 1, next_attempt_at=timezone.now() + LEASE
            )
        return mails


class Mail(models.Model):
    """An e-mail as it leaves, in the language of who reads it."""

    # Of its templates.
    name = models.CharField(max_length=60)
    to = models.EmailField()
    subject = models.CharField(max_length=255)
    text = models.TextField()
    html = models.TextField()
    headers = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(default=timezone.now)
    # What the mail server said last.
    error = models.CharField(max_length=200, blank=True)

    objects = MailQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(sent_at=None),
                name="mails_mail_waiting",
            )
        ]

    def __str__(self) -> str:
        return self.subject

    def mark_sent(self) -> None:
        self.sent_at, self.error = timezone.now(), ""
        self.save(update_fields=["sent_at", "error"])

    def mark_failed(self, error: Exception, *, is_final: bool) -> None:
        """Note what went wrong, and when to try again, if ever."""
        self.error = f"{type(error).__name__}: {error}"[:200]
        self.attempts = MAX_ATTEMPTS if is_final else self.attempts + 1
        pause = min(FIRST_PAUSE * 2 ** (self.attempts - 1), LONGEST_PAUSE)
        self.next_attempt_at = timezone.now() + pause
        self.save(update_fields=["error", "attempts", "next_attempt_at"])
