"""From a CSV file to records, or to the reason why it cannot be imported."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import TextIO

from personalize.emulator.imports_cells import CellError, Value, read_cell
from personalize.emulator.lifecycle import WorkFailed
from personalize.emulator.storage_columns import Column, Columns

# The names of columns that mean something to Personalize may not be values.
RESERVED = frozenset(
    {
        "USER_ID",
        "ITEM_ID",
        "EVENT_TYPE",
        "EVENT_VALUE",
        "TIMESTAMP",
        "IMPRESSION",
        "RECOMMENDATION_ID",
        "SESSION_ID",
        "EVENT_ATTRIBUTION_SOURCE",
    }
)
NO_EVENT_TYPES = (
    "All values in the event_type column are either reserved keywords or null."
)

Record = Mapping[str, Value]


def read_records(text: TextIO, columns: Columns, name: str) -> Iterator[Record]:
    """Give a record for each line, by the names of the schema.

    A backslash may stand before quotes within quotes, as the guide has it, or they are
    doubled, as everybody else does.
    """
    lines = csv.reader(text, escapechar="\\")
    header = _next(lines, name) or []
    places = _place(header, columns)
    while (line := _next(lines, name)) is not None:
        if line:
            yield _read_line(line, places, f"{name}, line {lines.line_num}")


def _next(lines: Iterator[list[str]], name: str) -> list[str] | None:
    try:
        return next(lines, None)
    except (csv.Error, UnicodeDecodeError) as error:
        raise WorkFailed(f"Input CSV cannot be read. {name}: {error}") from error


def _place(header: list[str], columns: Columns) -> list[tuple[int, Column]]:
    """Find each column of the schema in the header, whatever their order."""
    missing = [column.name for column in columns.values() if column.name not in header]
    if missing:
        names = ", ".join(missing)
        raise WorkFailed(f"Input CSV is missing the following columns:[{names}]")
    return [(header.index(column.name), column) for column in columns.values()]


def _read_line(line: list[str], places: list[tuple[int, Column]], where: str) -> Record:
    if len(line) <= max(place for place, _ in places):
        raise WorkFailed(f"Input CSV has a line that is too short. {where}.")
    try:
        return {column.name: read_cell(line[place], column) for place, column in places}
    except CellError as error:
        raise WorkFailed(f"Input CSV has an invalid value. {where}: {error}") from error
