"""Reading the Avro schema of a dataset."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from personalize.emulator.errors import InvalidInputError

TYPES = {"float", "double", "int", "long", "string", "boolean", "null"}
NAME = re.compile(r"[A-Za-z_][A-Za-z\d_]*", re.ASCII)
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    types: tuple[str, ...]
    categorical: bool
    textual: bool

    @property
    def is_nullable(self) -> bool:
        return "null" in self.types

    @property
    def plain_types(self) -> set[str]:
        return {name for name in self.types if name != "null"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    name: str
    fields: dict[str, Field]


def read_schema(text: str) -> Schema:
    """Parse what CreateSchema was given, or refuse it with the reason."""
    record = _parse(text)
    if record.get("type") != "record":
        raise InvalidInputError("The schema must be an Avro record.")
    fields = record.get("fields")
    if not isinstance(fields, list) or not fields:
        raise InvalidInputError("The schema must have a list of fields.")
    read = [_read_field(field) for field in fields]
    names = [field.name for field in read]
    if len(set(names)) < len(names):
        raise InvalidInputError("The schema has a field twice.")
    return Schema(name=_read_name(record), fields=dict(zip(names, read, strict=True)))


def _parse(text: str) -> dict[str, Any]:
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InvalidInputError(f"The schema is not JSON: {error}") from error
    if not isinstance(record, dict):
        raise InvalidInputError("The schema must be an Avro record.")
    return record


def _read_name(record: dict[str, Any]) -> str:
    name = record.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise InvalidInputError("The schema must have a name, such as Interactions.")
    return name


def _read_field(field: object) -> Field:
    if not isinstance(field, dict):
        raise InvalidInputError("Every field of the schema must be an object.")
    name = field.get("name")
    if not isinstance(name, str) or not _is_column(name):
        raise InvalidInputError(f"{name!r} is not the name of a field.")
    read = Field(
        name=name,
        types=_read_types(name, field.get("type")),
        categorical=_read_flag(field, "categorical"),
        textual=_read_flag(field, "textual"),
    )
    if (read.categorical or read.textual) and read.plain_types != {"string"}:
        raise InvalidInputError(f"{name} is no string: it has neither flag.")
    return read


def _is_column(name: str) -> bool:
    return len(name) <= LONGEST_NAME and bool(NAME.fullmatch(name))


def _read_types(name: str, value: object) -> tuple[str, ...]:
    types = value if isinstance(value, list) else [value]
    if not all(isinstance(word, str) and word in TYPES for word in types):
        raise InvalidInputError(
            f"The type of {name} must be of {', '.join(sorted(TYPES))},"
            ' or a union with null such as ["null", "string"].'
        )
    if len({word for word in types if word != "null"}) != 1:
        raise InvalidInputError(f"{name} must have one type, with or without null.")
    return tuple(types)


def _read_flag(field: dict[str, Any], flag: str) -> bool:
    value = field.get(flag, False)
    if not isinstance(value, bool):
        raise InvalidInputError(f"{flag} of {field['name']} must be true or false.")
    return value
