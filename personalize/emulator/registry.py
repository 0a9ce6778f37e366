"""Where the operations are announced.

A module of operations writes::

    @operation("CreateEventTracker")
    def create_event_tracker(state: State, request: Request) -> Answered: ...

and is imported in ``operations``. ``request`` has passed the service model's
validation; the answer is a dict in the shape of the operation's output (``{}`` when it
has none). An operation refuses by raising a ``ServiceError`` of ``errors``.

``@before("CreateFilter")`` registers ``function(state, request) -> None`` that runs
first and may refuse: how rules of one module reach the operation of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from personalize.emulator.errors import UnknownOperationError
from personalize.emulator.service_models import OPERATIONS
from personalize.emulator.state import State

Request = dict[str, Any]
Answered = dict[str, Any]
Handler = Callable[[State, Request], Answered]
Check = Callable[[State, Request], None]

HANDLERS: dict[str, Handler] = {}
CHECKS: defaultdict[str, list[Check]] = defaultdict(list)


def operation(name: str) -> Callable[[Handler], Handler]:
    _require_known(name)

    def register(handler: Handler) -> Handler:
        HANDLERS[name] = handler
        return handler

    return register


def before(name: str) -> Callable[[Check], Check]:
    _require_known(name)

    def register(check: Check) -> Check:
        CHECKS[name].append(check)
        return check

    return register


def call(state: State, name: str, request: Request) -> Answered:
    if name not in HANDLERS:
        raise UnknownOperationError(f"The emulator does not offer {name}.")
    for check in CHECKS[name]:
        check(state, request)
    return HANDLERS[name](state, request)


def _require_known(name: str) -> None:
    if name not in OPERATIONS:
        raise LookupError(f"{name} is not an operation of Amazon Personalize.")
