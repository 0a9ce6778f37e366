from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from personalize.enums import EventStatus
from personalize.outbox import OutboxQuerySet

# What is saved ten times in a row is sent once.
DEBOUNCE = timedelta(seconds=10)


class RecordQuerySet(OutboxQuerySet):
    def of_dataset(self, dataset: str) -> Self:
        return self.filter(dataset=dataset)

    def with_ids(self, record_ids: Iterable[str]) -> Self:
        return self.filter(record_id__in=record_ids)

    def sent(self) -> Self:
        """Those that Amazon has been put, whatever has become of them since."""
        return self.exclude(digest="")

    def rejected(self) -> Self:
        return self.filter(status=EventStatus.REJECTED)

    def known_ids(self, record_ids: Iterable[str]) -> set[str]:
        return set(self.with_ids(record_ids).values_list("record_id", flat=True))

    def mark(self, dataset: str, record_id: str, *, wait: timedelta = DEBOUNCE) -> None:
        """Have it sent after the wait, which another mark does not prolong.

        One at a time: marks of several in one statement could wait for each other.
        """
        due = Now() + wait
        row = self.of_dataset(dataset).with_ids([record_id])
        if row.mark_again(due, is_urgent=not wait):
            return
        new = self.model(dataset=dataset, record_id=record_id)
        new.next_attempt_at = due
        self.bulk_create([new], ignore_conflicts=True)
        # Somebody else may have inserted it, and a worker have sent it, since.
        row.mark_again(due, is_urgent=not wait)

    def mark_again(self, due: Combinable, *, is_urgent: bool) -> int:
        # What is urgent waits for a sender that has it already, and for nothing else.
        is_kept = Q(status=EventStatus.PENDING, unanswered__gte=int(is_urgent))
        return self.update(
            version=F("version") + 1,
            status=EventStatus.PENDING,
            next_attempt_at=Case(When(is_kept, then=F("next_attempt_at")), default=due),
        )

    @transaction.atomic
    def hurry(self) -> int:
        """Have those that wait sent now, but for what a sender or a mark holds."""
        free = self.pending().filter(unanswered=0).select_for_update(skip_locked=True)
        return self.filter(pk__in=free.values("pk")).update(next_attempt_at=Now())

    def forget_sent(self) -> int:
        """Have them sent even if they are what they were when they were sent last."""
        return self.update(digest="")

    def settle(
        self,
        record: DatasetRecord,
        status: str,
        *,
        error: str = "",
        sent: Mapping[str, Any] | None = None,
    ) -> None:
        """Write down the outcome; what was marked meanwhile waits to be sent again."""
        is_same = Q(version=record.version)
        self.filter(pk=record.pk).update(
            status=Case(
                When(is_same, then=Value(status)), default=Value(EventStatus.PENDING)
            ),
            next_attempt_at=Case(
                When(is_same, then=F("next_attempt_at")), default=Now() + DEBOUNCE
            ),
            attempts=0,
            unanswered=0,
            error=error[:500],
            **sent or {},
        )


class DatasetRecord(models.Model):
    """An item or a user that Amazon is to know: the outbox row of PutItems, PutUsers.

    What it says is read when it is sent. Kept afterwards, to see what has changed.
    """

    class Dataset(models.TextChoices):
        ITEMS = "Items", _("Items")
        USERS = "Users", _("Users")

    dataset = models.CharField(max_length=8, choices=Dataset)
    record_id = models.CharField(max_length=128)
    # Grows with each mark, for a sender to see that there was another meanwhile.
    version = models.PositiveBigIntegerField(default=0, editable=False)
    # What was sent last: its properties, and a digest of them and of where they went.
    properties = models.JSONField(default=dict, blank=True)
    digest = models.CharField(max_length=32, blank=True)

    # As those of Event.
    status = models.CharField(
        max_length=16, choices=EventStatus, default=EventStatus.PENDING
    )
    attempts = models.PositiveIntegerField(default=0)
    unanswered = models.PositiveSmallIntegerField(default=0, editable=False)
    next_attempt_at = models.DateTimeField(db_default=Now())
    error = models.CharField(max_length=500, blank=True)

    objects = RecordQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "record_id"], name="personalize_record_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["dataset", "next_attempt_at"],
                condition=Q(status=EventStatus.PENDING),
                name="personalize_record_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dataset} {self.record_id}"
