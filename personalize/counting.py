"""How often each item was viewed, bought and so on: every event counts once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date
from itertools import chain
from time import monotonic
from typing import TypeAlias

from django.db import connection, transaction

from personalize.enums import EventType
from personalize.models import Event, ItemCount

BATCH_SIZE = 5000

Key: TypeAlias = tuple[str, date, str]


def count_events(*, seconds: float = float("inf")) -> int:
    """Count what is new and return how many events that was."""
    deadline = monotonic() + seconds
    total = 0
    while counted := count_batch():
        total += counted
        if monotonic() > deadline:
            break
    return total


@transaction.atomic
def count_batch() -> int:
    events = list(Event.objects.lock_uncounted(BATCH_SIZE))
    if events:
        add_counts(Counter(_key(event) for event in events if _counts(event)))
        Event.objects.among(events).mark_counted()
    return len(events)


def add_counts(counts: Mapping[Key, int]) -> None:
    """Add to the counts that are there. The ORM can only overwrite them."""
    # In one order everywhere, so that two who add at once cannot block each other.
    rows = [(*key, count) for key, count in sorted(counts.items())]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_upsert(len(rows)), list(chain.from_iterable(rows)))


def _counts(event: Event) -> bool:
    # A purchase that only a client reported must not make a best seller.
    is_doubtful = event.event_type == EventType.PURCHASE and not event.is_verified
    return bool(event.item_id) and not is_doubtful


def _key(event: Event) -> Key:
    return event.event_type, event.timestamp.astimezone(UTC).date(), event.item_id


def _upsert(number_of_rows: int) -> str:
    table = connection.ops.quote_name(ItemCount._meta.db_table)
    values = ", ".join(["(%s, %s, %s, %s)"] * number_of_rows)
    return (
        f"INSERT INTO {table} (event_type, day, item_id, count) VALUES {values} "
        "ON CONFLICT (event_type, day, item_id) "
        f"DO UPDATE SET count = {table}.count + excluded.count"
    )
