"""PutEvents: what visitors do becomes rows, and reaches the models at once."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from typing import Any

from personalize.emulator import kinds
from personalize.emulator.datasets import find_dataset
from personalize.emulator.errors import InvalidInputError
from personalize.emulator.events_properties import (
    check_id,
    parse_properties,
    read_properties,
)
from personalize.emulator.imports_rows import RESERVED
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.state import State
from personalize.emulator.storage_columns import Columns
from personalize.emulator.storage_memory import get_columns, memory_of
from personalize.emulator.storage_tables import Row, add_interactions, get_put_set
from personalize.emulator.training_live import teach

MAX_EVENT_BYTES = 10 * 1024
# These have members of their own; whatever their case, they may not be properties.
FORBIDDEN = frozenset(
    {"userid", "sessionid", "eventtype", "timestamp", "recommendationid", "impression"}
)
# Columns that are filled from members of the event.
MEMBERS = frozenset({"USER_ID", "ITEM_ID", "EVENT_TYPE", "TIMESTAMP", "EVENT_VALUE"})
MORE_MEMBERS = {
    "RECOMMENDATION_ID": "recommendationId",
    "IMPRESSION": "impression",
    "EVENT_ATTRIBUTION_SOURCE": "metricAttribution",
}
OWN = MEMBERS | MORE_MEMBERS.keys()
# Made once: that is a third of what it takes to measure an event.
encode = json.JSONEncoder(ensure_ascii=False).encode


@operation("PutEvents")
def put_events(state: State, request: Request) -> Answered:
    """Store up to ten events of one session, all of them or none.

    Stricter than Amazon, which answers 200 and drops what it cannot use: sessions,
    users and items named ``null``, ``undefined`` or ``None`` and events without an
    itemId are refused here, so that the mistake is seen.
    """
    memory = memory_of(state)
    dataset = _find_interactions(state, request["trackingId"])
    check_id("sessionId", request["sessionId"])
    check_id("userId", request.get("userId", "absent"))
    columns = get_columns(state, dataset)
    rows = [_make_row(request, event, columns) for event in request["eventList"]]
    _check_poison(memory.poison, rows)
    number = get_put_set(state.database, dataset.arn)
    add_interactions(state.database, number, rows)
    teach(memory.models.values(), dataset.attributes["datasetGroupArn"], rows)
    return {}


def _find_interactions(state: State, tracking_id: str) -> Resource:
    # PutEvents documents no other error: an unknown tracker is not a 404 here.
    trackers = state.find(kinds.EVENT_TRACKER, trackingId=tracking_id)
    if not trackers or state.get_status(trackers[0]) != "ACTIVE":
        raise InvalidInputError(f"No active event tracker has the ID {tracking_id}.")
    group_arn = trackers[0].attributes["datasetGroupArn"]
    dataset = find_dataset(state, group_arn, "INTERACTIONS")
    if dataset is None:
        raise InvalidInputError(
            "The dataset group of this event tracker has no Interactions dataset."
        )
    return dataset


def _make_row(request: Request, event: dict[str, Any], columns: Columns) -> Row:
    _check_event(event)
    return (
        request.get("userId"),
        request["sessionId"],
        event["itemId"],
        event["eventType"],
        int(event["sentAt"]),
        event.get("eventValue"),
        event.get("eventId") or str(uuid.uuid4()),
        json.dumps(_read_more(event, columns)),
    )


def _check_event(event: dict[str, Any]) -> None:
    if "itemId" not in event:
        raise InvalidInputError("An event without itemId is of no use in training.")
    check_id("itemId", event["itemId"])
    if event["eventType"].upper() in RESERVED:
        raise InvalidInputError(f"{event['eventType']} is a reserved keyword.")
    size = len(encode(event).encode())
    if size > MAX_EVENT_BYTES:
        raise InvalidInputError(f"An event of {size} bytes exceeds {MAX_EVENT_BYTES}.")


def _read_more(event: dict[str, Any], columns: Columns) -> dict[str, Any]:
    properties = parse_properties(event)
    forbidden = FORBIDDEN & {key.lower() for key in properties}
    if forbidden:
        raise InvalidInputError(
            f"properties must not hold {', '.join(sorted(forbidden))}."
        )
    more = read_properties(properties, columns, left_out=OWN)
    given = {name: event.get(member) for name, member in MORE_MEMBERS.items()}
    return more | {name: _flatten(value) for name, value in given.items() if value}


def _flatten(value: str | list[str] | dict[str, str]) -> str:
    """Write an impression or attribution as a cell of a CSV file."""
    if isinstance(value, dict):
        return value.get("eventAttributionSource", "")
    return value if isinstance(value, str) else "|".join(value)


def _check_poison(poison: Iterable[str], rows: list[Row]) -> None:
    spoilt = {row[2] for row in rows}.intersection(poison)
    if spoilt:
        raise InvalidInputError(f"Item {sorted(spoilt)[0]} cannot be accepted.")
