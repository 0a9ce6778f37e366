"""From an HTTP request to an operation, and from what it answers to a response.

The control plane speaks JSON 1.1: ``POST /`` with the operation in ``X-Amz-Target``.
Events and runtime speak REST: the path names the operation.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from functools import cached_property
from typing import Any

from botocore.model import OperationModel

from personalize.emulator import arns
from personalize.emulator.answers import JSON_1_1, REST_JSON, Answer
from personalize.emulator.errors import ServiceError, UnknownOperationError
from personalize.emulator.operations import call
from personalize.emulator.service_models import CONTROL, OPERATIONS, is_control
from personalize.emulator.signature import check_signature
from personalize.emulator.state import State
from personalize.emulator.validation import parse, validate

TARGET_PREFIX = "AmazonPersonalize."
TARGETS = {
    TARGET_PREFIX + name: operation
    for name, operation in OPERATIONS.items()
    if is_control(operation)
}
PATHS = {
    (operation.http["method"], operation.http["requestUri"]): operation
    for operation in OPERATIONS.values()
    if not is_control(operation)
}


@dataclass(frozen=True, kw_only=True)
class Request:
    """What arrived; looked up and parsed once, though the log wants it too."""

    method: str
    path: str
    headers: Message
    raw: bytes

    @property
    def target(self) -> str | None:
        return self.headers.get("X-Amz-Target")

    @cached_property
    def model(self) -> OperationModel | None:
        if self.target is not None:
            return TARGETS.get(self.target)
        return PATHS.get((self.method, self.path))

    @property
    def operation(self) -> str:
        """The name for the log, also of what is no operation at all."""
        if self.model is not None:
            return str(self.model.name)
        return self.target or f"{self.method} {self.path}"

    @cached_property
    def body(self) -> dict[str, Any] | None:
        try:
            return parse(self.raw)
        except ServiceError:
            return None

    @property
    def content_type(self) -> str:
        return REST_JSON if self.target is None else JSON_1_1


def serve(state: State, request: Request) -> Answer:
    try:
        return _serve(state, request)
    except ServiceError as error:
        return refuse(request, error)


def refuse(request: Request, error: ServiceError) -> Answer:
    """Answer with an error; over JSON 1.1 every mistake of the client is a 400."""
    if request.target is not None and error.status < 500:
        error.status = 400
    return Answer.from_error(error, request.content_type)


def _serve(state: State, request: Request) -> Answer:
    model = request.model
    if model is None:
        raise UnknownOperationError(f"There is no operation {request.operation}.")
    region = check_signature(request.headers)
    # What could not be parsed is parsed again, to say why.
    body = parse(request.raw) if request.body is None else request.body
    if model.input_shape is not None:
        validate(body, model.input_shape)
    token = arns.region.set(region)
    try:
        content = _call(state, model, body)
    finally:
        arns.region.reset(token)
    if model.output_shape is None:
        return Answer(content_type=request.content_type)
    return Answer.of(content, content_type=request.content_type)


def _call(state: State, model: OperationModel, body: dict[str, Any]) -> dict[str, Any]:
    if model.service_model.service_name != CONTROL:
        return call(state, model.name, body)
    with state.lock:
        return call(state, model.name, body)
