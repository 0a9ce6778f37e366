from __future__ import annotations

import uuid

from personalize.emulator import kinds
from personalize.emulator.errors import LimitExceededError
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.state import State


@operation("CreateEventTracker")
def create_event_tracker(state: State, request: Request) -> Answered:
    """Create the one event tracker of a group, with a tracking id."""
    group = state.get_active(kinds.DATASET_GROUP, request["datasetGroupArn"])
    if state.find(kinds.EVENT_TRACKER, datasetGroupArn=group.arn):
        raise LimitExceededError(
            "A dataset group can have only one event tracker, and this one has it."
        )
    tracking_id = str(uuid.uuid4())
    tracker = state.create(
        kinds.EVENT_TRACKER,
        request["name"],
        {
            "datasetGroupArn": group.arn,
            "trackingId": tracking_id,
            "accountId": state.options.account_id,
        },
        tags=request.get("tags"),
    )
    return {"eventTrackerArn": tracker.arn, "trackingId": tracking_id}


@operation("DeleteEventTracker")
def delete_event_tracker(state: State, request: Request) -> Answered:
    state.delete(state.get(kinds.EVENT_TRACKER, request["eventTrackerArn"]))
    return {}
