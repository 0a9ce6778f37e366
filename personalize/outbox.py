"""Events as an outbox: who may send which rows, and what became of them.

All times are the database's own, so that a host whose clock is wrong neither sends
twice nor waits for ever.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Case, F, When
from django.db.models.functions import Now

from personalize.enums import EventStatus

# Longer than any claim takes: see delivery.PATIENCE and the backend's time-outs.
LEASE = timedelta(seconds=60)
# Whoever claims an event and is killed cannot say so. An event that went unanswered so
# often may be what kills: it is claimed alone from then on.
SUSPECT_AFTER = 3
# The longest wait is 5 minutes, reached with the ninth attempt.
LONGEST_WAIT = 300
LEVELS = range(1, 9)


class OutboxQuerySet(models.QuerySet[Any]):
    def pending(self) -> Self:
        return self.filter(status=EventStatus.PENDING)

    def due(self) -> Self:
        """Pending, and not leased or waiting, by the clock of the database."""
        return self.pending().filter(next_attempt_at__lte=Now())

    def among(self, events: Iterable[models.Model]) -> Self:
        return self.filter(pk__in=[event.pk for event in events])

    @transaction.atomic
    def claim(self, limit: int) -> list[Any]:
        """Lease due events to the caller, who must say what became of each.

        The events show what was known before this claim. PostgreSQL passes over rows
        that another claim holds; SQLite lets one IMMEDIATE transaction in at a time.
        """
        due = self.due().order_by("next_attempt_at", "pk")
        found = list(due.select_for_update(skip_locked=True)[:limit])
        harmless = [event for event in found if event.unanswered < SUSPECT_AFTER]
        claimed = harmless or found[:1]
        self.among(claimed).update(
            attempts=F("attempts") + 1,
            unanswered=F("unanswered") + 1,
            next_attempt_at=Now() + LEASE,
        )
        return claimed

    def mark_delivered(self) -> int:
        return self.pending().update(status=EventStatus.DELIVERED, error="")

    def mark_rejected(self, reason: str) -> int:
        return self.pending().update(status=EventStatus.REJECTED, error=reason[:500])

    def postpone(self, reason: str) -> int:
        """Let them wait, twice as long each time, after an attempt that failed."""
        return self.pending().update(
            unanswered=0, error=reason[:500], next_attempt_at=_back_off()
        )

    def put_back(self) -> int:
        """Undo the claim of events that were not tried.

        Where another claim has had its answer meanwhile, there is nothing to undo.
        """
        claimed = self.pending().filter(attempts__gt=0, unanswered__gt=0)
        return claimed.update(
            attempts=F("attempts") - 1,
            unanswered=F("unanswered") - 1,
            next_attempt_at=Now(),
        )

    def deliver_again(self) -> int:
        """Make delivered and rejected events due, as if they were new."""
        settled = self.filter(status__in=[EventStatus.DELIVERED, EventStatus.REJECTED])
        return settled.update(
            status=EventStatus.PENDING,
            attempts=0,
            unanswered=0,
            error="",
            next_attempt_at=Now(),
        )


def _back_off() -> Case:
    waits = [When(attempts__lte=level, then=_after(2**level)) for level in LEVELS]
    return Case(*waits, default=_after(LONGEST_WAIT))


def _after(seconds: float) -> models.expressions.CombinedExpression:
    # Jitter keeps what failed together from coming back together.
    return Now() + timedelta(seconds=seconds * random.uniform(0.5, 1))
