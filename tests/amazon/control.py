"""The door by which another process steers a stand-in that runs on its own.

POST /_control {"mode": "hang", "seconds": 5}   what ``fail`` takes
POST /_control {"recommend": [{"arn": …, "item_ids": […]}], "poison": […]}
GET  /_events                                   what PutEvents accepted
GET  /_calls                                    what arrived, and its status
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from tests.amazon.answers import Answer
from tests.amazon.state import State

PREFIX = "/_"


def control(state: State, path: str, raw: bytes) -> Answer:
    if path == "/_events":
        return Answer.of([asdict(event) for event in list(state.events)])
    if path == "/_calls":
        return Answer.of([asdict(call) for call in list(state.calls)])
    if path != "/_control":
        return Answer(status=404)
    return _steer(state, raw)


def _steer(state: State, raw: bytes) -> Answer:
    try:
        order = json.loads(raw)
        _apply(state, order)
    except (ValueError, TypeError) as error:
        return Answer(status=400, body=str(error).encode(), content_type="text/plain")
    return Answer.of({"mode": state.fault.mode})


def _apply(state: State, order: dict[str, Any]) -> None:
    for recommender in order.pop("recommend", []):
        state.recommend(**recommender)
    state.poison.update(order.pop("poison", []))
    if order:
        state.fail(**order)
