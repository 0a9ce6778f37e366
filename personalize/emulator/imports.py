"""Import jobs: CSV files of a bucket become the rows of a dataset."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from personalize.emulator import kinds
from personalize.emulator.expressions import Dataset
from personalize.emulator.imports_rows import (
    NO_EVENT_TYPES,
    RESERVED,
    Record,
    read_records,
)
from personalize.emulator.lifecycle import WorkFailed, work
from personalize.emulator.resources import Resource
from personalize.emulator.state import State
from personalize.emulator.storage import Location, find_files, open_text
from personalize.emulator.storage_columns import Columns
from personalize.emulator.storage_memory import get_columns, get_kind, memory_of
from personalize.emulator.storage_tables import (
    BULK,
    Row,
    add_interactions,
    begin_set,
    drop_set,
    has_set_of,
    publish,
    put_records,
)

FEWEST_INTERACTIONS = 1_000
# So many rows are stored at a time, so that others get their turn.
BATCH = 5_000
# What has a column of its own in the table of interactions.
OWN = frozenset({"USER_ID", "ITEM_ID", "EVENT_TYPE", "TIMESTAMP", "EVENT_VALUE"})
ID_COLUMNS = {
    Dataset.ITEMS: "ITEM_ID",
    Dataset.USERS: "USER_ID",
    Dataset.ACTIONS: "ACTION_ID",
}


@work(kinds.IMPORT_JOB)
def import_rows(state: State, job: Resource) -> dict[str, Any]:
    """Store what the files hold; nothing of it shows before all of it is right."""
    memory = memory_of(state)
    dataset = state.get(kinds.DATASET, job.attributes["datasetArn"])
    if not has_set_of(state.database, job.arn):
        number = _fill_set(state, job, dataset)
        replacing = job.attributes["importMode"] == "FULL"
        publish(state.database, number, replacing=replacing)
    memory.forget_records(dataset.arn)
    return {}


def _fill_set(state: State, job: Resource, dataset: Resource) -> int:
    number = begin_set(state.database, dataset.arn, BULK, job.arn)
    is_done = False
    try:
        _import(state, job, dataset, number)
        is_done = True
    finally:
        if not is_done:
            drop_set(state.database, number)
    return number


def _import(state: State, job: Resource, dataset: Resource, number: int) -> None:
    location = job.attributes["dataSource"].get("dataLocation", "")
    records = _read_files(
        state, find_files(state, location), get_columns(state, dataset)
    )
    if get_kind(dataset) is Dataset.INTERACTIONS:
        count = _store(records, lambda rows: _add_interactions(state, number, rows))
        _check_interactions(state, number, count)
        return
    id_column = ID_COLUMNS[get_kind(dataset)]
    _store(records, lambda rows: _put_records(state, number, id_column, rows))


def _read_files(
    state: State, files: Iterable[Location], columns: Columns
) -> Iterator[Record]:
    for place in files:
        with open_text(state, place) as text:
            yield from read_records(text, columns, place.name)


def _store(records: Iterator[Record], add: Callable[[list[Record]], None]) -> int:
    count = 0
    while batch := list(islice(records, BATCH)):
        add(batch)
        count += len(batch)
    return count


def _add_interactions(state: State, number: int, records: list[Record]) -> None:
    add_interactions(state.database, number, map(make_row, records))


def make_row(record: Record) -> Row:
    more = {name: value for name, value in record.items() if name not in OWN}
    return (
        record["USER_ID"],
        None,
        record["ITEM_ID"],
        record.get("EVENT_TYPE") or "",
        record["TIMESTAMP"],
        record.get("EVENT_VALUE"),
        None,
        json.dumps(more) if more else None,
    )


def _check_interactions(state: State, number: int, count: int) -> None:
    if count < FEWEST_INTERACTIONS:
        raise WorkFailed(
            f"The import has {count} interaction records; at least"
            f" {FEWEST_INTERACTIONS} are needed."
        )
    types = state.database.execute(
        "SELECT DISTINCT event_type FROM interactions WHERE in_set = ?", (number,)
    )
    wrong = sorted(name for (name,) in types if name.upper() in RESERVED)
    if not wrong:
        return
    if len(wrong) == len(types):
        raise WorkFailed(NO_EVENT_TYPES)
    raise WorkFailed(
        f"The event type {wrong[0]} is a reserved keyword, which may not be a value."
    )


def _put_records(
    state: State, number: int, id_column: str, records: list[Record]
) -> None:
    rows = [(str(one[id_column]), dump_attributes(one, id_column)) for one in records]
    put_records(state.database, number, rows)


def dump_attributes(record: Record, id_column: str) -> str:
    """Write the attributes as they are stored: by the column in upper case."""
    attributes = {
        name.upper(): value for name, value in record.items() if name != id_column
    }
    return json.dumps(attributes)
