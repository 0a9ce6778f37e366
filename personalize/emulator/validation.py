"""Every request against botocore's own model, maximums, patterns and enums included.

botocore checks types, required and unknown members and minimums before it sends. The
services check everything, for every client.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sized
from typing import Any, NoReturn

from botocore.model import Shape

from personalize.emulator.errors import ConstraintError, SerializationError
from personalize.emulator.patterns import compile_pattern

# Later than this a number of seconds is a number of milliseconds (year 5138).
LATEST_SECOND = 10**11


def parse(raw: bytes) -> dict[str, Any]:
    """Read a request's body; an empty one is an empty object, as Amazon takes it."""
    try:
        body = json.loads(
            raw or b"{}", parse_constant=_refuse_constant, object_hook=_without_nulls
        )
    except (ValueError, RecursionError) as error:
        raise SerializationError(f"The body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise SerializationError("The body is not a JSON object.")
    return body


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _without_nulls(members: dict[str, Any]) -> dict[str, Any]:
    """Some SDKs send null for what was not given, and Amazon takes it so."""
    return {name: value for name, value in members.items() if value is not None}


def validate(value: object, shape: Shape, path: str = "") -> None:
    VALIDATORS[shape.type_name](value, shape, path)


def _require_type(value: object, types: type | tuple[type, ...], path: str) -> None:
    # A bool is an int to Python, never to JSON.
    if isinstance(value, bool) or not isinstance(value, types):
        raise SerializationError(f"{path or 'The body'} has the wrong type.")


def _validate_structure(value: Any, shape: Any, path: str) -> None:
    _require_type(value, dict, path)
    for name in shape.required_members:
        if name not in value:
            raise ConstraintError(_join(path, name), "Member must not be null")
    for name, member in value.items():
        if name not in shape.members:
            raise ConstraintError(_join(path, name), "Member must be known")
        validate(member, shape.members[name], _join(path, name))


def _validate_list(value: Any, shape: Any, path: str) -> None:
    _require_type(value, list, path)
    _check_length(value, shape, path)
    for number, member in enumerate(value, start=1):
        validate(member, shape.member, f"{path}.{number}.member")


def _validate_map(value: Any, shape: Any, path: str) -> None:
    _require_type(value, dict, path)
    _check_length(value, shape, path)
    for key, member in value.items():
        validate(key, shape.key, f"{path}.key")
        validate(member, shape.value, _join(path, key))


def _validate_string(value: Any, shape: Any, path: str) -> None:
    _require_type(value, str, path)
    _check_encodable(value, path)
    _check_length(value, shape, path)
    pattern = shape.metadata.get("pattern")
    if pattern and not compile_pattern(pattern).fullmatch(value):
        text = f"Member must satisfy regular expression pattern: {pattern}"
        raise ConstraintError(path, text)
    if shape.enum and value not in shape.enum:
        allowed = ", ".join(shape.enum)
        raise ConstraintError(path, f"Member must satisfy enum value set: [{allowed}]")


def _validate_boolean(value: Any, shape: Shape, path: str) -> None:
    if not isinstance(value, bool):
        raise SerializationError(f"{path} has the wrong type.")


def _validate_integer(value: Any, shape: Shape, path: str) -> None:
    _require_type(value, int, path)
    if not -(2**31) <= value < 2**31:
        raise SerializationError(f"{path} does not fit into an integer.")
    _check_bounds(value, shape, path, "value")


def _validate_float(value: Any, shape: Shape, path: str) -> None:
    _require_type(value, (int, float), path)
    if abs(value) == float("inf"):
        raise SerializationError(f"{path} is too large.")
    _check_bounds(value, shape, path, "value")


def _validate_timestamp(value: Any, shape: Shape, path: str) -> None:
    # botocore sends whole seconds; other SDKs send fractions too.
    _require_type(value, (int, float), path)
    if not 0 <= value < LATEST_SECOND:
        raise SerializationError(f"{path} is not in seconds since 1970.")


def _check_length(value: Sized, shape: Shape, path: str) -> None:
    _check_bounds(len(value), shape, path, "length")


def _check_bounds(number: float, shape: Shape, path: str, noun: str) -> None:
    lowest = shape.metadata.get("min", number)
    highest = shape.metadata.get("max", number)
    if number < lowest:
        text = f"Member must have {noun} greater than or equal to {lowest}"
        raise ConstraintError(path, text)
    if number > highest:
        text = f"Member must have {noun} less than or equal to {highest}"
        raise ConstraintError(path, text)


def _check_encodable(value: str, path: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise SerializationError(f"{path} holds half a character.") from error


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


VALIDATORS: dict[str, Callable[[Any, Any, str], None]] = {
    "structure": _validate_structure,
    "list": _validate_list,
    "map": _validate_map,
    "string": _validate_string,
    "boolean": _validate_boolean,
    "integer": _validate_integer,
    "float": _validate_float,
    "double": _validate_float,
    "timestamp": _validate_timestamp,
}
