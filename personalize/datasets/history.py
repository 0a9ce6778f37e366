"""Writing a history into the event table, as fast as each database allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.db.models import Field

from personalize.models import Event

BATCH = 5000
TABLE = Event._meta.db_table


def load_history(events: Iterable[Event]) -> Iterator[int]:
    """Store events that are not stored yet, batch by batch; gives how many were read.

    On PostgreSQL a batch is copied into a temporary table and moved from there; the
    others insert it in one go. Both are several times as fast as the ORM.
    """
    write = _copy if connection.vendor == "postgresql" else _insert
    stream = iter(events)
    while batch := list(islice(stream, BATCH)):
        with transaction.atomic():
            write(batch)
        yield len(batch)


def get_fields() -> list[Field[Any, Any]]:
    """Return the columns to write: the database fills in the others."""
    return [
        field
        for field in Event._meta.concrete_fields
        if not field.primary_key and not field.has_db_default()
    ]


def _insert(events: list[Event]) -> None:
    fields = get_fields()
    places = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {TABLE} ({_columns(fields)}) VALUES ({places}) "
            "ON CONFLICT (event_id) DO NOTHING",
            [_row(event, fields) for event in events],
        )


def _copy(events: list[Event]) -> None:
    fields = get_fields()
    columns = _columns(fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS personalize_history ON COMMIT DROP AS "
            f"SELECT {columns} FROM {TABLE} WITH NO DATA"
        )
        cursor.execute("TRUNCATE personalize_history")
        with cursor.copy(f"COPY personalize_history ({columns}) FROM STDIN") as copy:
            for event in events:
                copy.write_row(_row(event, fields))
        cursor.execute(
            f"INSERT INTO {TABLE} ({columns}) SELECT {columns} "
            "FROM personalize_history ON CONFLICT (event_id) DO NOTHING"
        )


def _columns(fields: list[Field[Any, Any]]) -> str:
    return ", ".join(str(field.column) for field in fields)


def _row(event: Event, fields: list[Field[Any, Any]]) -> list[Any]:
    return [
        field.get_db_prep_save(field.value_from_object(event), connection)
        for field in fields
    ]
