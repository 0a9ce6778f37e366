"""Histories to learn from, in few words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from personalize.backends.base import Query
from personalize.engine.event_log import EventLog
from personalize.engine.features import ItemFeatures
from personalize.engine.recommender import Recommender
from personalize.enums import EventType, UseCase
from personalize.identity import Visitor
from personalize.models import Event

NOW = 1_700_000_000.0
GUEST = Visitor(session_id="g_guest")


def add_visits(
    log: EventLog,
    visitor_ids: Iterable[str],
    *item_ids: str,
    event_type: str = "View",
    days_ago: float = 0,
) -> None:
    """The same events, a minute apart, of each of these visitors."""
    start = NOW - days_ago * 86_400
    for visitor_id in visitor_ids:
        log.extend(
            [visitor_id] * len(item_ids),
            item_ids,
            [event_type] * len(item_ids),
            [start + 60 * place for place in range(len(item_ids))],
        )


def learn(
    visits: Sequence[tuple[str, ...]],
    *,
    event_type: str = "View",
    days_apart: float = 0,
    features: ItemFeatures | None = None,
) -> Recommender:
    """Fit a model; each visit is one of another visitor, the last one's was now."""
    log = EventLog()
    for number, item_ids in enumerate(visits):
        days_ago = (len(visits) - 1 - number) * days_apart
        add_visits(
            log,
            [f"visitor-{number}"],
            *item_ids,
            event_type=event_type,
            days_ago=days_ago,
        )
    return Recommender().fit_log(log, features=features)


def make_past(
    *item_ids: str, event_type: EventType = EventType.VIEW, days_ago: float = 0
) -> tuple[Event, ...]:
    """Unsaved events of one visitor, newest first, a minute apart."""
    now = timezone.now() - timedelta(days=days_ago)
    return tuple(
        Event(
            event_type=event_type,
            item_id=item_id,
            timestamp=now - timedelta(minutes=minutes),
        )
        for minutes, item_id in enumerate(item_ids)
    )


def store_visits(
    number: int, *item_ids: str, event_type: EventType = EventType.VIEW, **fields: bool
) -> None:
    """Store the same visit of so many different visitors."""
    events = [
        Event(
            event_type=event_type,
            item_id=item_id,
            visitor_id=visitor_id,
            session_id=visitor_id,
            **fields,
        )
        for visitor_id in (f"g_{uuid4()}" for _ in range(number))
        for item_id in item_ids
    ]
    Event.objects.bulk_create(events)


def make_question(
    use_case: UseCase = UseCase.RECOMMENDED_FOR_YOU, **fields: object
) -> Query:
    return Query(use_case=use_case, visitor=GUEST, **fields)  # type: ignore[arg-type]
