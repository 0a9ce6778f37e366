"""The ``properties`` of events, items and users: camelCase names, by the schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn, TypeVar

from personalize.emulator.errors import InvalidInputError
from personalize.emulator.imports_cells import (
    CellError,
    Value,
    check_number,
    check_string,
)
from personalize.emulator.storage_columns import WHOLE_NUMBERS, Column, Columns

# Amazon takes these and drops the event in silence; here they are refused.
PLACEHOLDERS = frozenset({"", "null", "undefined", "None"})
TOO_LARGE = 1e300

T = TypeVar("T", bool, str)


def check_id(name: str, value: str) -> None:
    """Refuse ids that are a mistake of the client's: texts that stand for nothing."""
    if value.strip() in PLACEHOLDERS:
        raise InvalidInputError(f"{name} is {value!r}, which stands for nothing.")


def parse_properties(record: Mapping[str, Any]) -> dict[str, Any]:
    if "properties" not in record:
        return {}
    try:
        properties = json.loads(record["properties"], parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError("Error parsing properties json.") from error
    if not isinstance(properties, dict):
        raise InvalidInputError(
            "Error parsing properties json: it must be an object, encoded once."
        )
    return properties


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def read_properties(
    properties: Mapping[str, Any], columns: Columns, *, left_out: frozenset[str]
) -> dict[str, Value]:
    """Return the value of each column; what the schema does not have is ignored.

    Columns that the request has a member for are ``left_out``.
    """
    wanted = [one for name, one in columns.items() if name not in left_out]
    try:
        return {one.name: _read(properties, one) for one in wanted}
    except CellError as error:
        raise InvalidInputError(f"properties: {error}") from error


def _read(properties: Mapping[str, Any], column: Column) -> Value:
    value = properties.get(column.property_name)
    if value is None:
        if column.nullable:
            return None
        raise CellError(
            f"{column.property_name} is missing; {column.name} is required."
        )
    if column.kind == "boolean":
        return _require(value, bool, column)
    if column.is_string:
        return check_string(_require(value, str, column), column)
    return check_number(_require_number(value, column), column)


def _require(value: Any, kind: type[T], column: Column) -> T:
    if not isinstance(value, kind):
        raise CellError(
            f"{column.property_name} must be a {column.kind}, not {json.dumps(value)}."
        )
    return value


def _require_number(value: Any, column: Column) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise CellError(
            f"{column.property_name} must be a number, not {json.dumps(value)}."
        )
    if abs(value) >= TOO_LARGE:
        raise CellError(f"{column.property_name} is too large.")
    if column.kind in WHOLE_NUMBERS and value != int(value):
        raise CellError(f"{column.property_name} must be a whole number, not {value}.")
    return value
