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
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import IO
from uuid import UUID

from personalize.enums import EventStatus, EventType
from personalize.exceptions import InvalidFile, InvalidRow
from personalize.models import Event

REQUIRED = ("USER_ID", "ITEM_ID", "EVENT_TYPE", "TIMESTAMP")
ID = re.compile(r"[^\s\x00-\x1f\x7f\"]{1,128}")
# Amazon reads event types without regard to case; the names here are its own.
EVENT_TYPES = {each.value.lower(): each for each in EventType if each != "Search"}
# The year 9999. Larger numbers are milliseconds.
LATEST_TIMESTAMP = 253_402_300_799


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongRow:
    line: int
    reason: str


def read_interactions(
    path: Path, on_wrong_row: Callable[[WrongRow], None]
) -> Iterator[Event]:
    """Give an unsaved event for each good row. Raises InvalidFile."""
    with open_text(path) as file:
        reader = csv.reader(file)
        columns = find_columns(path, next(reader, []))
        for row in reader:
            try:
                yield make_event(row, columns)
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


def make_event(row: list[str], columns: dict[str, int]) -> Event:
    """Turn a row into an event that stays here. Raises InvalidRow."""
    if len(row) < len(columns):
        raise InvalidRow(f"has {len(row)} columns instead of {len(columns)}")
    user_id = _read_id("USER_ID", row, columns)
    item_id = _read_id("ITEM_ID", row, columns)
    event_type = _read_event_type(row[columns["EVENT_TYPE"]])
    timestamp = _read_timestamp(row[columns["TIMESTAMP"]])
    return Event(
        event_id=make_history_id(user_id, item_id, event_type, timestamp),
        event_type=event_type,
        item_id=item_id,
        user_id=user_id,
        visitor_id=user_id,
        event_value=_read_value(row, columns),
        timestamp=datetime.fromtimestamp(timestamp, UTC),
        status=EventStatus.LOCAL,
    )


def make_history_id(*parts: object) -> UUID:
    """Derive the id from the row, so that loading a file again adds nothing."""
    key = "\n".join(map(str, parts)).encode()
    return UUID(bytes=blake2b(key, digest_size=16).digest())


def _read_id(name: str, row: list[str], columns: dict[str, int]) -> str:
    value = row[columns[name]]
    if not ID.fullmatch(value):
        raise InvalidRow(
            f"{name} {value[:40]!r} is not 1 to 128 characters without spaces"
        )
    return value


def _read_event_type(value: str) -> EventType:
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
