"""What a dataset holds, in the emulator's database.

Rows belong to a set: one for each import, and one for all that Put operations sent.
Only the rows of visible sets count; so an import appears whole, and a FULL one
replaces those before it, in one statement.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from personalize.emulator import kinds
from personalize.emulator.database import Database
from personalize.emulator.lifecycle import removal
from personalize.emulator.resources import Resource
from personalize.emulator.state import State

BULK, PUT = "BULK", "PUT"
# So many rows are deleted at a time.
PART = 5_000
TABLES = """
CREATE TABLE IF NOT EXISTS record_sets (
    id INTEGER PRIMARY KEY, dataset TEXT NOT NULL, source TEXT NOT NULL,
    visible INTEGER NOT NULL, origin TEXT);
CREATE TABLE IF NOT EXISTS interactions (
    seq INTEGER PRIMARY KEY, in_set INTEGER NOT NULL, user_id TEXT, session_id TEXT,
    item_id TEXT, event_type TEXT NOT NULL, timestamp INTEGER NOT NULL, value REAL,
    event_id TEXT, more TEXT);
CREATE INDEX IF NOT EXISTS interactions_of_user
    ON interactions (user_id, event_type, timestamp);
CREATE INDEX IF NOT EXISTS interactions_of_session
    ON interactions (session_id) WHERE session_id IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS event_ids
    ON interactions (in_set, event_id) WHERE event_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS interactions_of_set ON interactions (in_set, seq);
CREATE TABLE IF NOT EXISTS records (
    seq INTEGER PRIMARY KEY, in_set INTEGER NOT NULL, id TEXT NOT NULL,
    attributes TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS records_of_id ON records (in_set, id);
"""
# The columns of an interaction, as ``Row`` holds them.
COLUMNS = "user_id, session_id, item_id, event_type, timestamp, value, event_id, more"
Row = tuple[Any, ...]
VISIBLE = "(SELECT id FROM record_sets WHERE dataset = ? AND visible)"


def prepare(database: Database) -> None:
    for statement in TABLES.split(";\n"):
        database.execute(statement)


def begin_set(
    database: Database, dataset: str, source: str, origin: str | None = None
) -> int:
    """Start a set that nobody sees yet; ``origin`` is the job that fills it."""
    with database.transaction():
        database.execute(
            "INSERT INTO record_sets (dataset, source, visible, origin)"
            " VALUES (?, ?, 0, ?)",
            (dataset, source, origin),
        )
        ((number,),) = database.execute("SELECT last_insert_rowid()")
    return int(number)


def get_put_set(database: Database, dataset: str) -> int:
    """Return the set of what Put operations sent; there is one for a dataset."""
    with database.transaction():
        found = database.execute(
            "SELECT id FROM record_sets WHERE dataset = ? AND source = ?",
            (dataset, PUT),
        )
        number = int(found[0][0]) if found else begin_set(database, dataset, PUT)
        database.execute("UPDATE record_sets SET visible = 1 WHERE id = ?", (number,))
    return number


def publish(database: Database, number: int, *, replacing: bool) -> None:
    """Make an imported set visible, and with ``replacing`` drop the ones before."""
    old: list[tuple[int, ...]] = []
    with database.transaction():
        if replacing:
            old = database.execute(
                "UPDATE record_sets SET visible = 0 WHERE source = ? AND visible"
                " AND dataset = (SELECT dataset FROM record_sets WHERE id = ?)"
                " RETURNING id",
                (BULK, number),
            )
        database.execute("UPDATE record_sets SET visible = 1 WHERE id = ?", (number,))
    for (one,) in old:
        drop_set(database, one)


def drop_set(database: Database, number: int) -> None:
    """Delete a set, a part at a time, so that others get their turn."""
    database.execute("UPDATE record_sets SET visible = 0 WHERE id = ?", (number,))
    for table in ("interactions", "records"):
        while database.execute(
            f"DELETE FROM {table} WHERE seq IN (SELECT seq FROM {table}"
            f" WHERE in_set = ? LIMIT {PART}) RETURNING 1",
            (number,),
        ):
            continue
    database.execute("DELETE FROM record_sets WHERE id = ?", (number,))


def drop_unfinished(database: Database) -> None:
    """Drop what an import left behind that the end of a process broke off."""
    found = database.execute("SELECT id FROM record_sets WHERE NOT visible")
    for (number,) in found:
        drop_set(database, number)


def add_interactions(database: Database, number: int, rows: Iterable[Row]) -> None:
    """Add rows of ``COLUMNS``; one whose event id is there already is left out."""
    database.executemany(
        f"INSERT OR IGNORE INTO interactions (in_set, {COLUMNS})"
        f" VALUES ({number}, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )


def put_records(
    database: Database, number: int, rows: Iterable[tuple[str, str]]
) -> None:
    """Add items or users, an id and attributes as JSON; the same id replaces."""
    database.executemany(
        "INSERT OR REPLACE INTO records (in_set, id, attributes)"
        f" VALUES ({number}, ?, ?)",
        rows,
    )


@removal(kinds.DATASET)
def forget_rows(state: State, dataset: Resource) -> None:
    prepare(state.database)
    found = state.database.execute(
        "SELECT id FROM record_sets WHERE dataset = ?", (dataset.arn,)
    )
    for (number,) in found:
        drop_set(state.database, number)


def link_sessions(database: Database, dataset: str) -> None:
    """Give what a session did without a user to the user it later named."""
    number = get_put_set(database, dataset)
    database.execute(
        """
        UPDATE interactions SET user_id = (
            SELECT named.user_id FROM interactions AS named
            WHERE named.in_set = interactions.in_set
            AND named.session_id = interactions.session_id
            AND named.user_id IS NOT NULL
            ORDER BY named.seq LIMIT 1)
        WHERE in_set = ? AND user_id IS NULL
        """,
        (number,),
    )


def has_set_of(database: Database, origin: str) -> bool:
    """Whether a job has done its work, though its end may not be on record."""
    sql = "SELECT 1 FROM record_sets WHERE origin = ? AND visible"
    return bool(database.execute(sql, (origin,)))


def has_bulk(database: Database, dataset: str) -> bool:
    """Whether an import has filled the dataset before."""
    found = database.execute(
        "SELECT 1 FROM record_sets WHERE dataset = ? AND source = ? AND visible",
        (dataset, BULK),
    )
    return bool(found)


def find_sets(database: Database, dataset: str, sources: Iterable[str]) -> list[int]:
    rows = database.execute(
        "SELECT id, source FROM record_sets WHERE dataset = ? AND visible ORDER BY id",
        (dataset,),
    )
    wanted = set(sources)
    return [number for number, source in rows if source in wanted]
