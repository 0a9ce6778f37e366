"""Writing a history into the event table, as fast as each database allows.

Its events stay here: they are counted and learnt from, but put to no backend. The
ORM takes twice the time of all the rest, so the rows are written past it; what every
row has in common is taken from the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from personalize.datasets.interactions import Interaction
from personalize.enums import EventStatus
from personalize.models import Event, ItemCount

BATCH = 20_000
EVENTS = Event._meta.db_table
COUNTS = ItemCount._meta.db_table
VARYING = (
    "event_id",
    "event_type",
    "item_id",
    "user_id",
    "visitor_id",
    "event_value",
    "timestamp",
)


def load_history(interactions: Iterable[Interaction]) -> Iterator[int]:
    """Store what is not stored yet, batch by batch; gives how many rows were read."""
    write = _copy if connection.vendor == "postgresql" else _insert
    stream = iter(interactions)
    while batch := list(islice(stream, BATCH)):
        with transaction.atomic():
            write(batch)
        yield len(batch)


def make_history_id(interaction: Interaction) -> UUID:
    """Derive the id from the row, so that loading a file again adds nothing."""
    key = "\n".join(map(str, interaction[:4])).encode()
    return UUID(bytes=blake2b(key, digest_size=16).digest())


def _get_constants(*, is_counted: bool) -> dict[str, Any]:
    """Return the columns that are alike in all rows, as the database takes them."""
    event = Event(status=EventStatus.LOCAL, is_counted=is_counted)
    return {
        str(field.column): field.get_db_prep_save(
            field.value_from_object(event), connection
        )
        for field in Event._meta.concrete_fields
        if field.column not in VARYING
        and not field.primary_key
        and not field.has_db_default()
    }


def _insert(batch: list[Interaction]) -> None:
    """Insert the rows; count_events() counts them."""
    constants = _get_constants(is_counted=False)
    columns = [*VARYING, *constants]
    places = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {EVENTS} ({', '.join(columns)}) VALUES ({places}) "
            "ON CONFLICT (event_id) DO NOTHING",
            [[*_adapt(each), *constants.values()] for each in batch],
        )


def _adapt(interaction: Interaction) -> tuple[Any, ...]:
    moment = datetime.fromtimestamp(interaction.timestamp, UTC)
    adapt_uuid = Event._meta.get_field("event_id").get_db_prep_save
    return (
        adapt_uuid(make_history_id(interaction), connection),
        interaction.event_type,
        interaction.item_id,
        interaction.user_id,
        interaction.user_id,
        interaction.event_value,
        connection.ops.adapt_datetimefield_value(moment),
    )


def _copy(batch: list[Interaction]) -> None:
    """Copy the rows aside, then store and count those that are new in one statement."""
    constants = _get_constants(is_counted=True)
    columns = ", ".join([*VARYING, *constants])
    values = ", ".join(["%s"] * len(constants))
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE IF NOT EXISTS personalize_history (event_id uuid, "
            "event_type text, item_id text, user_id text, event_value float8, "
            "seconds bigint) ON COMMIT DROP"
        )
        cursor.execute("TRUNCATE personalize_history")
        with cursor.copy("COPY personalize_history FROM STDIN") as copy:
            copy.write("".join(map(_format, batch)))
        cursor.execute(
            f"WITH added AS (INSERT INTO {EVENTS} ({columns}) "
            "SELECT event_id, event_type, item_id, user_id, user_id, event_value, "
            f"to_timestamp(seconds), {values} FROM personalize_history "
            "ON CONFLICT (event_id) DO NOTHING "
            "RETURNING event_type, item_id, timestamp) "
            f"INSERT INTO {COUNTS} (event_type, day, item_id, count) "
            "SELECT event_type, (timestamp AT TIME ZONE 'UTC')::date, item_id, "
            "count(*) FROM added GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 "
            "ON CONFLICT (event_type, day, item_id) "
            f"DO UPDATE SET count = {COUNTS}.count + excluded.count",
            list(constants.values()),
        )


def _format(interaction: Interaction) -> str:
    """Write a line of COPY's text format: tabs between, \\N for nothing."""
    value = interaction.event_value
    columns = (
        make_history_id(interaction).hex,
        interaction.event_type,
        # Ids have no spaces, hence no tabs or line ends; only this must be escaped.
        interaction.item_id.replace("\\", "\\\\"),
        interaction.user_id.replace("\\", "\\\\"),
        "\\N" if value is None else repr(value),
        str(interaction.timestamp),
    )
    return "\t".join(columns) + "\n"
