"""Every request against botocore's own model, maximums and patterns included."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sized
from typing import Any, NoReturn

from botocore.loaders import create_loader
from botocore.model import OperationModel, ServiceModel, Shape

from tests.amazon.errors import ConstraintError, SerializationError, ServiceError

SERVICES = ("personalize-events", "personalize-runtime")
# Later than this a number of seconds is a number of milliseconds (year 5138).
LATEST_SECOND = 10**11


def _load_operations() -> dict[tuple[str, str], OperationModel]:
    loader = create_loader()
    models = [
        ServiceModel(loader.load_service_model(name, "service-2"), name)
        for name in SERVICES
    ]
    operations = [
        model.operation_model(name)
        for model in models
        for name in model.operation_names
    ]
    return {(op.http["method"], op.http["requestUri"]): op for op in operations}


OPERATIONS = _load_operations()


def find_operation(method: str, path: str) -> OperationModel:
    operation = OPERATIONS.get((method, path))
    if operation is None:
        raise ServiceError("UnknownOperationException", f"{method} {path}", 404)
    return operation


def parse(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw, parse_constant=_refuse_constant)
    except ValueError as error:
        raise SerializationError(f"The body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise SerializationError("The body is not a JSON object.")
    return body


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


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
    if pattern and not re.fullmatch(pattern, value):
        text = f"Member must satisfy regular expression pattern: {pattern}"
        raise ConstraintError(path, text)
    if shape.enum and value not in shape.enum:
        raise ConstraintError(path, f"Member must satisfy enum value set: {shape.enum}")


def _validate_integer(value: Any, shape: Shape, path: str) -> None:
    _require_type(value, int, path)
    _check_range(value, shape, path)


def _validate_float(value: Any, shape: Shape, path: str) -> None:
    _require_type(value, (int, float), path)
    _check_range(value, shape, path)


def _validate_timestamp(value: Any, shape: Shape, path: str) -> None:
    _require_type(value, int, path)
    if not 0 <= value < LATEST_SECOND:
        raise SerializationError(f"{path} is not in whole seconds since 1970.")


def _check_length(value: Sized, shape: Shape, path: str) -> None:
    _check_bounds(len(value), shape, path, "length")


def _check_range(value: float, shape: Shape, path: str) -> None:
    _check_bounds(value, shape, path, "value")


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
    "integer": _validate_integer,
    "float": _validate_float,
    "double": _validate_float,
    "timestamp": _validate_timestamp,
}
