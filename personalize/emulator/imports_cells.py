"""From the text of a cell to the value that its column holds."""

from __future__ import annotations

import math

from personalize.emulator.storage_columns import FRACTIONS, WHOLE_NUMBERS, Column

MAX_ID = 256
MAX_STRING = 1_000
MAX_TEXT = 20_000
IDS = frozenset({"USER_ID", "ITEM_ID", "ACTION_ID"})
TIMESTAMPS = frozenset({"TIMESTAMP", "CREATION_TIMESTAMP"})
# Later than this a number of seconds is a number of milliseconds (year 5138).
LATEST_SECOND = 10**11
RANGES = {"int": 2**31, "long": 2**63}
BOOLEANS = {"true": True, "false": False}

Value = str | float | bool | None


class CellError(ValueError):
    """A value that its column cannot hold."""


def read_cell(text: str, column: Column) -> Value:
    if text == "":
        _check_nullable(column)
        return None
    if column.kind in WHOLE_NUMBERS:
        return _read_whole_number(text, column)
    if column.kind in FRACTIONS:
        return _read_fraction(text, column)
    if column.kind == "boolean":
        return _read_boolean(text, column)
    return check_string(text, column)


def check_string(text: str, column: Column) -> str:
    limit = MAX_TEXT if column.textual else MAX_STRING
    limit = MAX_ID if column.name in IDS else limit
    if len(text) > limit:
        raise CellError(f"{column.name} is longer than {limit} characters.")
    if not is_whole(text):
        raise CellError(f"{column.name} holds half a character.")
    return text


def is_whole(text: str) -> bool:
    """Whether it can be written: JSON can name halves of characters."""
    return not any("\ud800" <= one <= "\udfff" for one in text)


def check_number(value: float, column: Column) -> float:
    if column.name in TIMESTAMPS and not 0 <= value < LATEST_SECOND:
        raise CellError(f"{column.name} must be in seconds since 1970, not {value}.")
    if (
        column.kind in RANGES
        and not -RANGES[column.kind] <= value < RANGES[column.kind]
    ):
        raise CellError(f"{column.name} is {value}, which is no {column.kind}.")
    if not math.isfinite(value):
        raise CellError(f"{column.name} is {value}, which is no number.")
    return value


def _check_nullable(column: Column) -> None:
    if not column.nullable:
        raise CellError(f"{column.name} is empty, and the schema does not allow null.")


def _read_whole_number(text: str, column: Column) -> float:
    digits = text.strip().removeprefix("-")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 20):
        raise CellError(f"{column.name} is {text!r}, which is no {column.kind}.")
    return check_number(int(text), column)


def _read_fraction(text: str, column: Column) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise CellError(f"{column.name} is {text!r}, which is no number.") from error
    return check_number(value, column)


def _read_boolean(text: str, column: Column) -> bool:
    if text.lower() not in BOOLEANS:
        raise CellError(f"{column.name} is {text!r}, which is neither True nor False.")
    return BOOLEANS[text.lower()]
