"""Events as rows of the Interactions dataset, by the ids that PutEvents is given."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from personalize.datasets.schemas import get_event_properties
from personalize.models import Event, EventQuerySet

CHUNK = 10_000
FIELDS = (
    "visitor_id",
    "item_id",
    "event_type",
    "timestamp",
    "event_value",
    "recommendation_id",
)


def select_events(since: datetime | None = None) -> EventQuerySet:
    """Those that can be exported: of a user, who may be told of, and an item."""
    events = Event.objects.exportable()
    return events.since(since) if since else events


def read_event_rows(since: datetime | None = None) -> Iterator[list[object]]:
    """Give them in the order of the columns, from a cursor of the database."""
    names = get_event_properties()
    fields = (*FIELDS, "properties") if names else FIELDS
    events = select_events(since).order_by("pk").values_list(*fields)
    for user_id, item_id, event_type, moment, value, source, *rest in events.iterator(
        chunk_size=CHUNK
    ):
        known = [rest[0].get(name) for name in names] if rest else []
        # Whole seconds, as PutEvents sends them.
        seconds = int(moment.timestamp())
        yield [user_id, item_id, event_type, seconds, value, source, *known]
