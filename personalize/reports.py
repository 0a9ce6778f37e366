"""Numbers about what is stored: one bounded query a function, for whoever watches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, DurationField, ExpressionWrapper, Min, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from personalize.enums import EventStatus
from personalize.models import Event, EventQuerySet

# Beyond so many the number says nothing new, and counting on would cost.
MOST_COUNTED = 100_000
# Enough users are mostly found among so many of the latest events.
RECENT = 10_000
REJECTED_WITHIN = timedelta(hours=24)
GUEST_PREFIX = "g_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """Events that wait; the age of the oldest by the clock of the database."""

    pending: int = 0
    oldest: timedelta = timedelta()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryHealth:
    """How the delivery does; ``problem`` is the latest error there is."""

    backlog: Backlog
    delivered: int
    rejected: int
    problem: str


def get_delivery_health() -> DeliveryHealth:
    rejected = count_rejected()
    return DeliveryHealth(
        backlog=get_backlog(),
        delivered=count_delivered(),
        rejected=rejected,
        problem=get_latest_delay() or (get_latest_rejection() if rejected else ""),
    )


def get_backlog() -> Backlog:
    pending = Event.objects.pending().order_by()[:MOST_COUNTED]
    age = ExpressionWrapper(Now() - Min("received_at"), output_field=DurationField())
    found = pending.aggregate(pending=Count("pk"), oldest=age)
    return Backlog(
        pending=found["pending"],
        oldest=max(found["oldest"] or timedelta(), timedelta()),
    )


def count_rejected() -> int:
    """Count the events of the last day that the primary backend refused."""
    return _rejected()[:MOST_COUNTED].count()


def count_delivered() -> int:
    """Count the events of the last day that the primary backend took."""
    recent = _of_last_day().filter(status=EventStatus.DELIVERED)
    return recent[:MOST_COUNTED].count()


def get_latest_rejection() -> str:
    return _first_error(_rejected().order_by("-timestamp"))


def get_latest_delay() -> str:
    """Return why an event that was tried is still waiting; empty where none was."""
    return _first_error(Event.objects.pending().exclude(error=""))


def count_interactions(*, event_type: str = "", limit: int) -> int:
    """Count, up to the limit, what Amazon can train on."""
    found = _of_users()
    if event_type:
        found = found.filter(event_type=event_type)
    return found[:limit].count()


def count_returning_users(*, limit: int) -> int:
    """Count, up to the limit, the users with two interactions or more."""
    latest = _of_users().order_by("-timestamp").values("pk")[:RECENT]
    recent = _count_returning(Event.objects.filter(pk__in=latest), limit)
    return recent if recent >= limit else _count_returning(_of_users(), limit)


def get_viewed_item_ids(limit: int) -> list[str]:
    """Return items that events name, the latest first; one may come twice."""
    latest = Event.objects.exclude(item_id="").order_by("-timestamp")
    return list(latest.values_list("item_id", flat=True)[:limit])


def get_latest_delivered() -> Event | None:
    """Return an event that can be sent once more: Amazon trains on the first only."""
    delivered = Event.objects.filter(status=EventStatus.DELIVERED)
    return delivered.order_by("-timestamp").first()


def _count_returning(events: EventQuerySet, limit: int) -> int:
    users = events.order_by("visitor_id").values("visitor_id")
    return len(users.annotate(events=Count("pk")).filter(events__gte=2)[:limit])


def _of_last_day() -> EventQuerySet:
    return Event.objects.filter(timestamp__gte=timezone.now() - REJECTED_WITHIN)


def _rejected() -> EventQuerySet:
    return _of_last_day().filter(status=EventStatus.REJECTED)


def _of_users() -> EventQuerySet:
    # Guests count for Amazon once they have logged in, and are users here then too.
    known = Event.objects.exclude(visitor_id__startswith=GUEST_PREFIX)
    return known.exclude(item_id="").exclude(status=EventStatus.REJECTED)


def _first_error(events: QuerySet[Event]) -> str:
    found: str | None = events.values_list("error", flat=True).first()
    return found or ""
