"""Storing what visitors do. The stored row is all that delivery needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, TypedDict, Unpack
from urllib.parse import unquote
from uuid import UUID, uuid4, uuid5

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from personalize.enums import EventStatus, EventType
from personalize.identity import Visitor, consume_link, get_visitor
from personalize.models import Event
from personalize.nudge import nudge
from personalize.signals import event_tracked

NAMESPACE = UUID("b6e2f1d4-6d0c-4c61-9c52-0c1f5b8f3c8a")
# Written by tracker.js when a recommended item is clicked: itemId~recommendationId.
CLICK_COOKIE = "personalize_click"
RECOMMENDATION_ID = re.compile(r"[\w:.-]{1,40}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvent:
    """An event to be stored.

    ``event_id`` is what its client calls it: under one such id a visitor has one event,
    however often it is recorded, and the first content stays. ``is_verified`` is False
    when only a client says so.
    """

    event_type: str
    item_id: str = ""
    event_value: float | None = None
    event_id: str | None = None
    timestamp: datetime | None = None
    recommendation_id: str = ""
    properties: dict[str, Any] = field(default_factory=dict)
    is_verified: bool = True


class Details(TypedDict, total=False):
    """The fields of NewEvent that may be left out, as keywords."""

    event_value: float | None
    event_id: str | None
    timestamp: datetime | None
    properties: dict[str, Any]
    is_verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What is stored of a NewEvent, and whether it was there before."""

    event: Event
    is_duplicate: bool


def track(
    request: HttpRequest,
    event_type: str,
    *,
    visitor: Visitor | None = None,
    item_id: object = "",
    recommendation_id: str = "",
    **details: Unpack[Details],
) -> Event | None:
    """Store what the visitor of this request did; None when nobody is to be tracked.

    A view learns from the click before it to which recommendation it is owed.
    """
    visitor = visitor or get_visitor(request)
    if event_type == EventType.VIEW and not recommendation_id:
        recommendation_id = get_clicked_recommendation(request, str(item_id))
    event = record(
        visitor,
        event_type,
        item_id=item_id,
        recommendation_id=recommendation_id,
        **details,
    )
    if event and event.user_id and event.session_id.startswith("g_"):
        consume_link(request)
    return event


def record(
    visitor: Visitor,
    event_type: str,
    *,
    item_id: object = "",
    recommendation_id: str = "",
    **details: Unpack[Details],
) -> Event | None:
    """Store what a visitor did; None when nobody is to be tracked."""
    new = NewEvent(
        event_type=event_type,
        item_id=str(item_id),
        recommendation_id=recommendation_id,
        **details,
    )
    recorded = record_many(visitor, [new])
    return recorded[0].event if recorded else None


def record_many(visitor: Visitor, events: Sequence[NewEvent]) -> list[Recorded]:
    """Store events of one visitor with one INSERT; say of each whether it is new.

    They are part of the caller's transaction: rolled back with it, and delivered only
    after it has committed. Nothing is stored of a visitor who is not tracked.
    """
    if not visitor.is_tracked:
        return []
    rows = [_make_row(visitor, new) for new in events]
    may_repeat = any(new.event_id is not None for new in events)
    known = _find_known(rows) if may_repeat else {}
    fresh = _first_of_each(row for row in rows if row.event_id not in known)
    _insert(list(fresh.values()), may_repeat=may_repeat)
    return [_report(row, known, fresh) for row in rows]


def make_event_id(visitor: Visitor, client_event_id: str) -> UUID:
    """Return the id under which an event that a client named is stored."""
    return uuid5(NAMESPACE, f"{visitor.id}\n{client_event_id}")


def get_clicked_recommendation(request: HttpRequest, item_id: str) -> str:
    """Return the recommendation whose click led to this item, or an empty string."""
    clicked = unquote(request.COOKIES.get(CLICK_COOKIE, ""))
    clicked_item, _, recommendation_id = clicked.rpartition("~")
    is_valid = RECOMMENDATION_ID.fullmatch(recommendation_id)
    return recommendation_id if is_valid and clicked_item == item_id else ""


def _make_row(visitor: Visitor, new: NewEvent) -> Event:
    is_local = new.event_type == EventType.SEARCH
    return Event(
        event_id=_make_id(visitor, new.event_id),
        event_type=new.event_type,
        item_id=new.item_id,
        user_id=visitor.user_id,
        session_id=visitor.session_id,
        visitor_id=visitor.id,
        event_value=new.event_value,
        recommendation_id=new.recommendation_id,
        properties=new.properties,
        timestamp=new.timestamp or timezone.now(),
        is_verified=new.is_verified,
        status=EventStatus.LOCAL if is_local else EventStatus.PENDING,
    )


def _make_id(visitor: Visitor, client_event_id: str | None) -> UUID:
    if client_event_id is None:
        return uuid4()
    return make_event_id(visitor, client_event_id)


def _find_known(rows: Sequence[Event]) -> dict[UUID, Event]:
    found = Event.objects.with_event_ids(row.event_id for row in rows)
    return {event.event_id: event for event in found}


def _first_of_each(rows: Iterable[Event]) -> dict[UUID, Event]:
    firsts: dict[UUID, Event] = {}
    for row in rows:
        firsts.setdefault(row.event_id, row)
    return firsts


def _insert(rows: Sequence[Event], *, may_repeat: bool) -> None:
    if not rows:
        return
    if may_repeat:
        Event.objects.insert_once(rows)
    elif len(rows) == 1:
        # Without the transaction that bulk_create() begins and commits.
        rows[0].save(force_insert=True)
    else:
        Event.objects.bulk_create(rows)
    transaction.on_commit(partial(_announce, rows), robust=True)


def _report(row: Event, known: dict[UUID, Event], fresh: dict[UUID, Event]) -> Recorded:
    event = known.get(row.event_id) or fresh[row.event_id]
    return Recorded(event=event, is_duplicate=event is not row)


def _announce(events: Sequence[Event]) -> None:
    for event in events:
        event_tracked.send_robust(sender=Event, event=event)
    if any(event.status == EventStatus.PENDING for event in events):
        nudge()
