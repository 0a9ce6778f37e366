"""The door by which tests steer an emulator: paths under ``/_emulator``, unsigned.

POST   /_emulator/faults     {"mode": "throttle", "operation": "PutEvents", "calls": 3}
GET    /_emulator/faults     those in force
DELETE /_emulator/faults     heal everything
GET    /_emulator/requests   what arrived; ?operation=PutEvents for one operation
DELETE /_emulator/requests   forget what arrived
POST   /_emulator/clock      {"forward": 3600} puts the clock forward
POST   /_emulator/settle     returns when nothing is imported or trained any more

A module adds a path of its own with::

    @control_path("GET", "events")
    def list_events(emulator: Emulator, order: dict[str, Any]) -> object: ...

More of them are told in ``events_control``, ``scripting`` and
``scripting_trackers``.

``order`` is the JSON body of a POST, the query of a GET; what is returned becomes JSON.
``ValueError``, ``TypeError`` and ``ServiceError`` with a sentence become a 400.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from personalize.emulator.answers import Answer
from personalize.emulator.errors import ServiceError
from personalize.emulator.faults import Fault

if TYPE_CHECKING:
    from personalize.emulator.server import Emulator

PREFIX = "/_emulator/"

Order = dict[str, Any]
Action = Callable[["Emulator", Order], object]
ACTIONS: dict[tuple[str, str], Action] = {}


def control_path(method: str, name: str) -> Callable[[Action], Action]:
    def register(action: Action) -> Action:
        ACTIONS[method, name] = action
        return action

    return register


def control(emulator: Emulator, method: str, path: str, raw: bytes) -> Answer:
    parts = urlsplit(path)
    action = ACTIONS.get((method, parts.path.removeprefix(PREFIX)))
    if action is None:
        return _say(404, f"There is no {method} {parts.path}.")
    try:
        content = action(emulator, _read_order(parts.query, raw))
    except (ValueError, TypeError, ServiceError) as error:
        return _say(400, str(error))
    except KeyError as error:
        return _say(400, f"{error} is needed.")
    return Answer.of(content)


def _read_order(query: str, raw: bytes) -> Order:
    order = json.loads(raw or b"{}")
    if not isinstance(order, dict):
        raise TypeError("The body must be a JSON object.")
    return dict(parse_qsl(query)) | order


def _say(status: int, message: str) -> Answer:
    body = json.dumps({"message": message}).encode()
    return Answer(status=status, body=body)


@control_path("POST", "faults")
def add_fault(emulator: Emulator, order: Order) -> object:
    fault = Fault(**order)
    emulator.faults.add(fault)
    return asdict(fault)


@control_path("GET", "faults")
def list_faults(emulator: Emulator, order: Order) -> object:
    return [asdict(fault) for fault in emulator.faults.get_all()]


@control_path("DELETE", "faults")
def heal(emulator: Emulator, order: Order) -> object:
    emulator.faults.clear()
    return {}


@control_path("GET", "requests")
def list_requests(emulator: Emulator, order: Order) -> object:
    requests = emulator.requests.get_all(order.get("operation"))
    return [asdict(request) for request in requests]


@control_path("DELETE", "requests")
def forget_requests(emulator: Emulator, order: Order) -> object:
    emulator.requests.clear()
    return {}


@control_path("POST", "clock")
def put_clock_forward(emulator: Emulator, order: Order) -> object:
    emulator.state.clock.forward(float(order.get("forward", 0)))
    return {"now": emulator.state.clock.now()}


@control_path("POST", "settle")
def settle(emulator: Emulator, order: Order) -> object:
    emulator.settle()
    return {}
