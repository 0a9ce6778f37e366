from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from typing import Any

from tests.amazon import events, runtime
from tests.amazon.answers import Answer
from tests.amazon.errors import ServiceError
from tests.amazon.signature import check_signature
from tests.amazon.state import State
from tests.amazon.validation import OPERATIONS, find_operation, parse, validate


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    method: str
    path: str
    headers: Message
    raw: bytes

    @property
    def operation(self) -> str:
        operation = OPERATIONS.get((self.method, self.path))
        return operation.name if operation else f"{self.method} {self.path}"

    @property
    def body(self) -> dict[str, Any]:
        try:
            return parse(self.raw)
        except ServiceError:
            return {}


# Actions are a product area of their own; nothing here recommends them.
HANDLERS: dict[str, Callable[[State, dict[str, Any]], Answer]] = {
    "PutEvents": events.put_events,
    "PutItems": events.put_items,
    "PutUsers": events.put_users,
    "GetRecommendations": runtime.get_recommendations,
    "GetPersonalizedRanking": runtime.get_personalized_ranking,
}


def serve(state: State, request: Request) -> Answer:
    try:
        return _serve(state, request)
    except ServiceError as error:
        return Answer.from_error(error)


def _serve(state: State, request: Request) -> Answer:
    operation = find_operation(request.method, request.path)
    check_signature(request.headers)
    body = parse(request.raw)
    validate(body, operation.input_shape)
    if operation.name not in HANDLERS:
        raise ServiceError("UnknownOperationException", operation.name, 404)
    return HANDLERS[operation.name](state, body)
