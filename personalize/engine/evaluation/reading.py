"""Reading what an evaluation is made on: CSV files in Amazon's schema, without Django.

A history that is loaded into a shop may have wrong rows; one that figures are taken
from may not: the first of them ends the reading.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import IO, NamedTuple

from personalize.engine.evaluation.exceptions import EvaluationError
from personalize.engine.event_log import EVENT_WEIGHTS, EventLog

REQUIRED = ("USER_ID", "ITEM_ID", "EVENT_TYPE", "TIMESTAMP")
CHUNK = 50_000
# The year 9999. Larger numbers are milliseconds.
LATEST_TIMESTAMP = 253_402_300_799
# Amazon reads event types without regard to case.
EVENT_TYPES = {name.lower(): name for name in EVENT_WEIGHTS}


class EventRow(NamedTuple):
    """Plain and quickly made: a file has millions."""

    visitor_id: str
    item_id: str
    event_type: str
    timestamp: int


def read_interactions(path: Path) -> EventLog:
    """Read events. Raises EvaluationError with the line of the first wrong row."""
    log = EventLog()
    with open_csv(path) as file:
        rows = _read_rows(path, file)
        while chunk := list(islice(rows, CHUNK)):
            log.extend(*zip(*chunk, strict=True))
    return log


@contextmanager
def open_csv(path: Path) -> Iterator[IO[str]]:
    open_binary = gzip.open if path.suffix == ".gz" else open
    try:
        with (
            open_binary(path, "rb") as stream,
            io.TextIOWrapper(stream, encoding="utf-8-sig", newline="") as file,
        ):
            yield file
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, zlib.error) as error:
        raise EvaluationError(f"{path} cannot be read: {error}.") from error


def read_event_type(text: str) -> str:
    return EVENT_TYPES.get(text.lower(), text)


def _read_rows(path: Path, file: IO[str]) -> Iterator[EventRow]:
    reader = csv.reader(file)
    pick = itemgetter(*_find_columns(path, next(reader, [])))
    for row in filter(None, reader):
        try:
            event = _make_event(*pick(row))
        except (IndexError, ValueError) as error:
            raise EvaluationError(
                f"{path}, line {reader.line_num}: {_explain(error)}"
            ) from error
        yield event


def _find_columns(path: Path, header: list[str]) -> list[int]:
    names = [name.strip().upper() for name in header]
    missing = [name for name in REQUIRED if name not in names]
    if missing:
        raise EvaluationError(
            f"{path} lacks the column {', '.join(missing)}. Its first line must name "
            f"the columns {', '.join(REQUIRED)}."
        )
    return [names.index(name) for name in REQUIRED]


def _make_event(visitor_id: str, item_id: str, event_type: str, text: str) -> EventRow:
    if not (visitor_id and item_id):
        raise ValueError("USER_ID and ITEM_ID must not be empty.")
    return EventRow(visitor_id, item_id, read_event_type(event_type), _read_time(text))


def _read_time(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError(f"TIMESTAMP {text[:40]!r} is not a whole number of seconds.")
    if len(text) > 12 or (seconds := int(text)) > LATEST_TIMESTAMP:
        raise ValueError(f"TIMESTAMP {text[:40]} is in milliseconds: use seconds.")
    return seconds


def _explain(error: IndexError | ValueError) -> str:
    return str(error) if isinstance(error, ValueError) else "columns are missing."
