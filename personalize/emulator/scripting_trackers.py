"""Event trackers whose ids are known beforehand.

POST /_emulator/trackers  {"trackingId": …}   and "datasetGroupArn"
"""

from __future__ import annotations

import json
import uuid
from typing import TYPE_CHECKING

from personalize.emulator import arns, kinds
from personalize.emulator.control import Order, control_path
from personalize.emulator.datasets import find_dataset
from personalize.emulator.resources import Resource
from personalize.emulator.state import State

if TYPE_CHECKING:
    from personalize.emulator.server import Emulator

INTERACTIONS = {
    "type": "record",
    "name": "Interactions",
    "namespace": "com.amazonaws.personalize.schema",
    "fields": [
        {"name": "USER_ID", "type": "string"},
        {"name": "ITEM_ID", "type": "string"},
        {"name": "EVENT_TYPE", "type": "string"},
        {"name": "TIMESTAMP", "type": "long"},
        {"name": "EVENT_VALUE", "type": ["float", "null"]},
    ],
    "version": "1.0",
}


@control_path("POST", "trackers")
def add_tracker(emulator: Emulator, order: Order) -> object:
    make_tracker(emulator.state, order["trackingId"], order.get("datasetGroupArn"))
    return {}


def make_tracker(state: State, tracking_id: str, group_arn: str | None = None) -> None:
    """Make a tracker, and what it lacks: a dataset group, an Interactions dataset."""
    name = f"tracker-{uuid.uuid4().hex[:8]}"
    with state.lock:
        group = (
            state.get(kinds.DATASET_GROUP, group_arn)
            if group_arn
            else state.create(kinds.DATASET_GROUP, name, {}, stages=())
        )
        with arns.in_region(arns.get_region(group.arn)):
            _fill_group(state, name, group, tracking_id)


def _fill_group(state: State, name: str, group: Resource, tracking_id: str) -> None:
    if find_dataset(state, group.arn, "INTERACTIONS") is None:
        _add_interactions(state, name, group)
    tracker = {
        "datasetGroupArn": group.arn,
        "trackingId": str(tracking_id),
        "accountId": state.options.account_id,
    }
    state.create(kinds.EVENT_TRACKER, name, tracker, stages=())


def _add_interactions(state: State, name: str, group: Resource) -> None:
    """Add a dataset with no column but those that every event has."""
    schema = state.create(
        kinds.SCHEMA,
        name,
        {"schema": json.dumps(INTERACTIONS), "domain": group.attributes.get("domain")},
        stages=(),
    )
    state.create(
        kinds.DATASET,
        name,
        {
            "datasetGroupArn": group.arn,
            "schemaArn": schema.arn,
            "datasetType": "INTERACTIONS",
        },
        arn_name=f"{group.name}/INTERACTIONS",
        stages=(),
    )
