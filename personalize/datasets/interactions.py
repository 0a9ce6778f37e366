"""Reading a history in Amazon's format: USER_ID, ITEM_ID, EVENT_TYPE, TIMESTAMP.

A row that is wrong is reported with its line, and the rest is read.
"""

from __future__ import annotations

import csv
import gzip
import io
import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from personalize.enums import EventType
from personalize.exceptions import InvalidFile, InvalidRow

REQUIRED = ("USER_ID", "ITEM_ID", "EVENT_TYPE", "TIMESTAMP")
ID = re.compile(r"[^\s\x00-\x1f\x7f\"]{1,128}")
# Amazon reads event types without regard to case; the names here are its own.
EVENT_TYPES = {each.lower(): each for each in EventType.values if each != "Search"}
# The year 9999. Larger numbers are milliseconds.
LATEST_TIMESTAMP = 253_402_300_799


class Interaction(NamedTuple):
    """One good row; ``timestamp`` is in seconds since 1970."""

    user_id: str
    item_id: str
    event_type: str
    timestamp: int
    event_value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongRow:
    line: int
    reason: str


def read_interactions(
    path: Path, on_wrong_row: Callable[[WrongRow], None]
) -> Iterator[Interaction]:
    """Give the good rows. Raises InvalidFile."""
    with open_text(path) as file:
        reader = csv.reader(file)
        columns = find_columns(path, next(reader, []))
        for row in reader:
            try:
                yield make_interaction(row, columns)
            except InvalidRow as error:
                on_wrong_row(WrongRow(line=reader.line_num, reason=str(error)))


@contextmanager
def open_text(path: Path) -> Iterator[IO[str]]:
    """Open a CSV file, compressed or not; wrong bytes become replacement characters."""
    open_binary = gzip.open if path.suffix == ".gz" else open
    try:
        with (
            open_binary(path, "rb") as stream,
            io.TextIOWrapper(
                stream, encoding="utf-8-sig", errors="replace", newline=""
            ) as file,
        ):
            yield file
    except (OSError, EOFError, csv.Error) as error:
        raise InvalidFile(f"{path} cannot be read: {error}") from error


def find_columns(path: Path, header: list[str]) -> dict[str, int]:
    columns = {name.strip().upper(): place for place, name in enumerate(header)}
    missing = [name for name in REQUIRED if name not in columns]
    if missing:
        raise InvalidFile(
            f"{path} lacks the column {', '.join(missing)}. Its first line must name "
            f"the columns {', '.join(REQUIRED)}."
        )
    return columns


def make_interaction(row: list[str], columns: dict[str, int]) -> Interaction:
    """Read a row. Raises InvalidRow."""
    if len(row) < len(columns):
        raise InvalidRow(f"has {len(row)} columns instead of {len(columns)}")
    return Interaction(
        _read_id("USER_ID", row, columns),
        _read_id("ITEM_ID", row, columns),
        _read_event_type(row[columns["EVENT_TYPE"]]),
        _read_timestamp(row[columns["TIMESTAMP"]]),
        _read_value(row, columns),
    )


def _read_id(name: str, row: list[str], columns: dict[str, int]) -> str:
    value = row[columns[name]]
    if not ID.fullmatch(value):
        raise InvalidRow(
            f"{name} {value[:40]!r} is not 1 to 128 characters without spaces"
        )
    return value


def _read_event_type(value: str) -> str:
    event_type = EVENT_TYPES.get(value.strip().lower())
    if event_type is None:
        known = ", ".join(EVENT_TYPES.values())
        raise InvalidRow(f"EVENT_TYPE {value[:40]!r} is none of {known}")
    return event_type


def _read_timestamp(value: str) -> int:
    if not (value.isascii() and value.strip().isdigit()):
        raise InvalidRow(f"TIMESTAMP {value[:40]!r} is not a number of seconds")
    seconds = int(value[:20])
    if seconds > LATEST_TIMESTAMP:
        raise InvalidRow(f"TIMESTAMP {value[:40]} is in milliseconds: use seconds")
    return seconds


def _read_value(row: list[str], columns: dict[str, int]) -> float | None:
    place = columns.get("EVENT_VALUE")
    text = row[place].strip() if place is not None else ""
    if not text:
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise InvalidRow(f"EVENT_VALUE {text[:40]!r} is not a number") from error
    if not math.isfinite(value):
        raise InvalidRow(f"EVENT_VALUE {text[:40]!r} is not a number")
    return value
