"""The rules of PutEvents, PutItems and PutUsers that the service model leaves out."""

from __future__ import annotations

import json
from typing import Any

from tests.amazon.answers import Answer
from tests.amazon.errors import InvalidInputError
from tests.amazon.state import State, StoredEvent

MAX_EVENT_BYTES = 10 * 1024
# These have members of their own; whatever their case, they may not be properties.
FORBIDDEN_PROPERTIES = {
    "userid",
    "sessionid",
    "eventtype",
    "timestamp",
    "recommendationid",
    "impression",
}
# Amazon answers 200 to these and drops the event in silence; a test must hear of it.
PLACEHOLDERS = {"", "null", "undefined", "None"}


def put_events(state: State, body: dict[str, Any]) -> Answer:
    _check_tracking_id(state, body["trackingId"])
    _check_id("sessionId", body["sessionId"])
    _check_id("userId", body.get("userId", "absent"))
    for event in body["eventList"]:
        _check_event(event)
        _check_poison(state, event["itemId"])
    state.store([StoredEvent.from_call(body, event) for event in body["eventList"]])
    return Answer()


def put_items(state: State, body: dict[str, Any]) -> Answer:
    _check_dataset(body["datasetArn"], "ITEMS")
    for item in body["items"]:
        _check_id("itemId", item["itemId"])
        _parse_properties(item)
    return Answer()


def put_users(state: State, body: dict[str, Any]) -> Answer:
    _check_dataset(body["datasetArn"], "USERS")
    for user in body["users"]:
        _check_id("userId", user["userId"])
        _parse_properties(user)
    return Answer()


def _check_tracking_id(state: State, tracking_id: str) -> None:
    # PutEvents documents no other error: an unknown tracker is not a 404 here.
    if tracking_id != state.tracking_id:
        raise InvalidInputError(f"No active event tracker has the ID {tracking_id}.")


def _check_event(event: dict[str, Any]) -> None:
    if "itemId" not in event:
        raise InvalidInputError("An event without itemId is of no use in training.")
    _check_id("itemId", event["itemId"])
    _check_size(event)
    forbidden = FORBIDDEN_PROPERTIES & {key.lower() for key in _parse_properties(event)}
    if forbidden:
        raise InvalidInputError(
            f"properties must not hold {', '.join(sorted(forbidden))}."
        )


def _check_size(event: dict[str, Any]) -> None:
    size = len(json.dumps(event, ensure_ascii=False).encode())
    if size > MAX_EVENT_BYTES:
        raise InvalidInputError(f"An event of {size} bytes exceeds {MAX_EVENT_BYTES}.")


def _check_poison(state: State, item_id: str) -> None:
    if item_id in state.poison:
        raise InvalidInputError(f"Item {item_id} cannot be accepted.")


def _check_id(name: str, value: str) -> None:
    if value.strip() in PLACEHOLDERS:
        raise InvalidInputError(f"{name} is {value!r}, which stands for nothing.")


def _parse_properties(record: dict[str, Any]) -> dict[str, Any]:
    try:
        properties = json.loads(record.get("properties", "{}"))
    except ValueError as error:
        raise InvalidInputError("properties is not JSON.") from error
    if not isinstance(properties, dict):
        raise InvalidInputError("properties is not a JSON object.")
    return properties


def _check_dataset(arn: str, kind: str) -> None:
    if ":dataset/" not in arn or not arn.endswith(f"/{kind}"):
        raise InvalidInputError(f"{arn} is not the ARN of a dataset of {kind}.")
