"""Writing a history into the event table, as fast as each database allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.db import connection, transaction

from personalize.models import Event

BATCH = 5000
COLUMNS = (
    "event_id",
    "event_type",
    "item_id",
    "user_id",
    "session_id",
    "visitor_id",
    "event_value",
    "recommendation_id",
    "properties",
    "timestamp",
    "is_verified",
    "is_counted",
    "status",
    "attempts",
    "error",
)


def load_history(events: Iterable[Event]) -> Iterator[int]:
    """Store events that are not stored yet, batch by batch; gives how many were read.

    On PostgreSQL a batch is copied into a temporary table and moved from there, which
    is several times as fast as inserting it.
    """
    write = _copy if connection.vendor == "postgresql" else _insert
    stream = iter(events)
    while batch := list(islice(stream, BATCH)):
        with transaction.atomic():
            write(batch)
        yield len(batch)


def _insert(events: list[Event]) -> None:
    Event.objects.bulk_create(events, ignore_conflicts=True)


def _copy(events: list[Event]) -> None:
    table, columns = Event._meta.db_table, ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS personalize_history ON COMMIT DROP AS "
            f"SELECT {columns} FROM {table} WITH NO DATA"
        )
        cursor.execute("TRUNCATE personalize_history")
        with cursor.copy(f"COPY personalize_history ({columns}) FROM STDIN") as copy:
            for event in events:
                copy.write_row(_row(event))
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} "
            "FROM personalize_history ON CONFLICT (event_id) DO NOTHING"
        )


def _row(event: Event) -> tuple[object, ...]:
    return (
        event.event_id,
        event.event_type,
        event.item_id,
        event.user_id,
        event.session_id,
        event.visitor_id,
        event.event_value,
        event.recommendation_id,
        "{}",
        event.timestamp,
        event.is_verified,
        event.is_counted,
        event.status,
        event.attempts,
        event.error,
    )
