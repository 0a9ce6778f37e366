"""Histories to learn from, in few words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from personalize.backends.base import Query
from personalize.engine.covisitation import CovisitationRecommender
from personalize.engine.event_log import EventLog
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
    visits: Iterable[tuple[str, ...]], *, event_type: str = "View", **options: float
) -> CovisitationRecommender:
    """Fit a model; each visit is one of another visitor."""
    log = EventLog()
    for number, item_ids in enumerate(visits):
        add_visits(log, [f"visitor-{number}"], *item_ids, event_type=event_type)
    return CovisitationRecommender(**options).fit_log(log)


def make_past(
    *item_ids: str, event_type: EventType = EventType.VIEW
) -> tuple[Event, ...]:
    """Unsaved events of one visitor, newest first, a minute apart."""
    now = timezone.now()
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
