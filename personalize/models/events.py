from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, Max, Min, OuterRef, Q
from django.db.models.functions import Now
from django.utils import timezone

from personalize.enums import EventStatus, EventType
from personalize.models.identities import UserIdentity
from personalize.outbox import OutboxQuerySet
from personalize.stream import StreamQuerySet


# The stubs take as_manager() for a method of which one base overrides the other's.
class EventQuerySet(OutboxQuerySet, StreamQuerySet):  # type: ignore[override]
    def with_opt_outs(self) -> Self:
        """Say of each event whether its visitor has opted out since."""
        accounts = UserIdentity.objects.filter(
            user_id=OuterRef("visitor_id"), opted_out=True
        )
        return self.annotate(has_opted_out=Exists(accounts))

    def with_event_ids(self, event_ids: Iterable[uuid.UUID]) -> Self:
        return self.filter(event_id__in=event_ids)

    def insert_once(self, events: Sequence[Event]) -> list[Event]:
        """Insert events that another request may be inserting too; set all the keys.

        "Updating" the id of a row that is there already, to what it is, returns its
        primary key.
        """
        return self.bulk_create(
            events,
            update_conflicts=True,
            unique_fields=["event_id"],
            update_fields=["event_id"],
        )

    def uncounted(self) -> Self:
        return self.filter(is_counted=False)

    def lock_uncounted(self, limit: int) -> Self:
        """Take the oldest that no other transaction is counting."""
        columns = self.only("event_type", "item_id", "timestamp", "is_verified")
        oldest = columns.uncounted().order_by("pk")
        return oldest.select_for_update(skip_locked=True)[:limit]

    def mark_counted(self) -> int:
        return self.update(is_counted=True)

    def of_visitor(self, visitor_id: str) -> Self:
        return self.filter(visitor_id=visitor_id)

    def of_visitors(self, visitor_ids: Iterable[str]) -> Self:
        return self.filter(visitor_id__in=visitor_ids)

    def since(self, moment: datetime) -> Self:
        return self.filter(timestamp__gte=moment)

    def latest_first(self) -> Self:
        return self.order_by("-timestamp", "-pk")

    def without_delivery(self) -> Self:
        """Leave out what only a delivery asks for: pages read a hundred rows each."""
        return self.defer(
            "event_id",
            "received_at",
            "is_counted",
            "attempts",
            "unanswered",
            "next_attempt_at",
            "error",
        )

    def instructive(self) -> Self:
        """What a recommender learns from: of an item, and not just a client's word."""
        doubtful = Q(event_type=EventType.PURCHASE, is_verified=False)
        return self.exclude(item_id="").exclude(doubtful)

    def of_willing(self) -> Self:
        """Leave out what accounts did that have opted out since."""
        opted_out = UserIdentity.objects.opted_out().values("user_id")
        return self.exclude(visitor_id__in=opted_out)

    def exportable(self) -> Self:
        """Of a user who has not opted out, and such as Amazon could be put."""
        guests = Q(user_id="", visitor_id=models.F("session_id"))
        kept = self.instructive().exclude(event_type=EventType.SEARCH)
        return kept.exclude(status=EventStatus.REJECTED).exclude(guests).of_willing()

    def summed_up(
        self, visitor_ids: Iterable[str]
    ) -> models.QuerySet[Event, tuple[Any, ...]]:
        """Of each visitor: the verified purchases, the first and the last time."""
        sale = Q(event_type=EventType.PURCHASE, is_verified=True)
        known = self.filter(visitor_id__in=visitor_ids).order_by()
        summed: models.QuerySet[Event, tuple[Any, ...]] = known.values_list(
            "visitor_id"
        ).annotate(
            sales=models.Count("pk", filter=sale),
            first=Min("timestamp"),
            last=Max("timestamp"),
        )
        return summed

    def to_learn_from(self, *more: str) -> models.QuerySet[Event, tuple[Any, ...]]:
        return self.values_list(
            "visitor_id", "item_id", "event_type", "timestamp", *more
        )


class Event(models.Model):
    """Something a visitor did, and the outbox row from which it is delivered.

    What is sent (ids, type, value, time) is fixed when the event is accepted, so that
    sending it twice is the same to the byte. Only the columns of delivery and
    ``visitor_id`` change afterwards.
    """

    event_id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    event_type = models.CharField(max_length=32, choices=EventType)
    item_id = models.CharField(max_length=128, blank=True)
    user_id = models.CharField(max_length=128, blank=True)
    session_id = models.CharField(max_length=128)
    # Whose history this is here: user_id or session_id, and the account's user_id
    # once the guest has logged in.
    visitor_id = models.CharField(max_length=128)
    event_value = models.FloatField(null=True, blank=True)
    recommendation_id = models.CharField(max_length=40, blank=True)
    properties = models.JSONField(default=dict, blank=True)
    timestamp = models.DateTimeField(default=timezone.now)
    received_at = models.DateTimeField(db_default=Now(), editable=False)
    # False for a purchase that only a client reported: it never counts as a sale.
    is_verified = models.BooleanField(default=True)
    is_counted = models.BooleanField(default=False, editable=False)

    status = models.CharField(
        max_length=16, choices=EventStatus, default=EventStatus.PENDING
    )
    attempts = models.PositiveIntegerField(default=0)
    # Claims in a row whose holder vanished: killed, perhaps, by this very event.
    unanswered = models.PositiveSmallIntegerField(default=0, editable=False)
    # While a delivery holds the lease, the time when the lease runs out.
    next_attempt_at = models.DateTimeField(db_default=Now())
    error = models.CharField(max_length=500, blank=True)

    # Only on events that were read with_opt_outs().
    has_opted_out: bool

    objects = EventQuerySet.as_manager()

    class Meta:
        # Of each text one index: db_index=True would make PostgreSQL keep two.
        indexes = [
            models.Index(
                fields=["visitor_id", "-timestamp"], name="personalize_event_visitor"
            ),
            models.Index(fields=["item_id"], name="personalize_event_item"),
            models.Index(fields=["session_id"], name="personalize_event_session"),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(status=EventStatus.PENDING),
                name="personalize_event_due",
            ),
            models.Index(
                fields=["id"],
                condition=Q(is_counted=False),
                name="personalize_event_uncounted",
            ),
            # What the doctor looks for: few, among very many.
            models.Index(
                fields=["-timestamp"],
                condition=Q(status=EventStatus.REJECTED),
                name="personalize_event_rejected",
            ),
            # The days of the admin.
            models.Index(fields=["-timestamp"], name="personalize_event_day"),
        ]

    def __str__(self) -> str:
        return f"{self.event_type} {self.item_id}"
