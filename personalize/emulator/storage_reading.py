"""What jobs, models and filters read of the stored rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from personalize.emulator.database import Database
from personalize.emulator.filtering import Attributes
from personalize.emulator.storage_tables import COLUMNS, VISIBLE, Row

# So many rows are read at a time, so that others get their turn.
PAGE = 2_000
# Filters look at so many of a user's latest interactions of each type.
MAX_FILTERED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Interaction:
    item_id: str
    event_type: str
    timestamp: float


def read_interactions(database: Database, dataset: str) -> Iterator[Row]:
    """Read all rows, in the order they came; what comes meanwhile is read too."""
    return _read_pages(
        database,
        f"SELECT seq, {COLUMNS} FROM interactions"
        f" WHERE in_set IN {VISIBLE} AND seq > ? ORDER BY seq LIMIT {PAGE}",
        dataset,
    )


def read_rows_of(
    database: Database, table: str, number: int, *, after: int = -1
) -> Iterator[Row]:
    """Read the rows of one set: of interactions or records, without its number."""
    columns = COLUMNS if table == "interactions" else "id, attributes"
    return _read_pages(
        database,
        f"SELECT seq, {columns} FROM {table}"
        f" WHERE in_set = ? AND seq > ? ORDER BY seq LIMIT {PAGE}",
        number,
        after,
    )


def _read_pages(
    database: Database, sql: str, key: str | int, last: int = -1
) -> Iterator[Row]:
    while rows := database.execute(sql, (key, last)):
        for row in rows:
            yield row[1:]
        last = rows[-1][0]


def read_records(database: Database, dataset: str) -> dict[str, Attributes]:
    """Return the attributes of each item or user; the latest of an id counts."""
    rows = database.execute(
        f"SELECT id, attributes FROM records WHERE in_set IN {VISIBLE} ORDER BY seq",
        (dataset,),
    )
    return {record_id: json.loads(attributes) for record_id, attributes in rows}


def read_record(database: Database, dataset: str, record_id: str) -> Attributes:
    rows = database.execute(
        f"SELECT attributes FROM records WHERE id = ? AND in_set IN {VISIBLE}"
        " ORDER BY seq DESC LIMIT 1",
        (record_id, dataset),
    )
    return json.loads(rows[0][0]) if rows else {}


def read_history(
    database: Database, dataset: str, user_id: str, *, unlinked_after: int = 0
) -> list[Interaction]:
    """Return the latest interactions of a user, or of a session, newest first.

    Of a session without a user only what came after row ``unlinked_after`` counts.
    """
    own = _read_latest(database, "user_id = ?", (user_id,), dataset)
    session = _read_latest(
        database,
        "session_id = ? AND user_id IS NULL AND seq > ?",
        (user_id, unlinked_after),
        dataset,
    )
    return sorted(own + session, key=lambda one: one.timestamp, reverse=True)


def _read_latest(
    database: Database, condition: str, values: tuple[Any, ...], dataset: str
) -> list[Interaction]:
    types = database.execute(
        f"SELECT DISTINCT event_type FROM interactions WHERE {condition}", values
    )
    rows = [
        row
        for (event_type,) in types
        for row in database.execute(
            "SELECT item_id, event_type, timestamp FROM interactions"
            f" WHERE {condition} AND event_type = ? AND in_set IN {VISIBLE}"
            f" ORDER BY timestamp DESC, seq DESC LIMIT {MAX_FILTERED}",
            (*values, event_type, dataset),
        )
    ]
    return [
        Interaction(item_id=item_id, event_type=event_type, timestamp=timestamp)
        for item_id, event_type, timestamp in rows
    ]


def get_last_row(database: Database, table: str) -> int:
    ((last,),) = database.execute(f"SELECT COALESCE(MAX(seq), 0) FROM {table}")
    return int(last)


def count_by_user(
    database: Database, dataset: str, item_ids: str
) -> list[tuple[str, str, int]]:
    """Count what each user did with each of these items, which are given as JSON."""
    rows = database.execute(
        "SELECT user_id, item_id, COUNT(*) FROM interactions"
        " WHERE item_id IN (SELECT value FROM json_each(?)) AND user_id IS NOT NULL"
        f" AND in_set IN {VISIBLE} GROUP BY user_id, item_id",
        (item_ids, dataset),
    )
    return [(user_id, item_id, number) for user_id, item_id, number in rows]
