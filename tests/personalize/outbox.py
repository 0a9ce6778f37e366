"""Events as the tests of the write path need them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.db.models.functions import Now

from personalize.enums import EventType
from personalize.models import Event

START = datetime(2026, 11, 1, 12, tzinfo=UTC)
seconds = count()


def make_event(**fields: Any) -> Event:
    """Make an unsaved row of session s_1, a second later than the one before."""
    session_id = fields.pop("session_id", "s_1")
    defaults = {
        "event_type": EventType.VIEW,
        "item_id": "A-1",
        "session_id": session_id,
        "visitor_id": fields.get("user_id") or session_id,
        "timestamp": START + timedelta(seconds=next(seconds)),
    }
    return Event(**defaults | fields)


def store(*events: Event) -> list[Event]:
    return Event.objects.bulk_create(events)


def store_session(number: int, **fields: Any) -> list[Event]:
    return store(*(make_event(item_id=f"A-{n}", **fields) for n in range(number)))


def make_due() -> None:
    """Let the time of every lease and of every back-off pass."""
    Event.objects.update(next_attempt_at=Now() - timedelta(seconds=1))


def statuses() -> dict[str, str]:
    return dict(Event.objects.values_list("item_id", "status"))


def item_ids(events: Any) -> list[str]:
    return [event.item_id for event in events]
