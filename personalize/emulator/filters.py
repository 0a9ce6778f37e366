"""Filters. The expression itself is checked by a rule that runs before."""

from __future__ import annotations

from personalize.emulator import kinds
from personalize.emulator.errors import InvalidInputError, ResourceInUseError
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.state import State


@operation("CreateFilter")
def create_filter(state: State, request: Request) -> Answered:
    """Create a filter, if its expression is right and its columns exist."""
    group = state.get(kinds.DATASET_GROUP, request["datasetGroupArn"])
    # The only creation that models no ResourceInUseException.
    if state.get_status(group) != "ACTIVE":
        raise InvalidInputError(f"The dataset group {group.arn} is not ACTIVE.")
    created = state.create(
        kinds.FILTER,
        request["name"],
        {
            "datasetGroupArn": group.arn,
            "filterExpression": request["filterExpression"],
        },
        tags=request.get("tags"),
    )
    return {"filterArn": created.arn}


@operation("DeleteFilter")
def delete_filter(state: State, request: Request) -> Answered:
    found = state.get(kinds.FILTER, request["filterArn"])
    users = [
        *state.find_under_way(kinds.BATCH_INFERENCE_JOB, filterArn=found.arn),
        *state.find_under_way(kinds.BATCH_SEGMENT_JOB, filterArn=found.arn),
    ]
    if users:
        raise ResourceInUseError(f"The filter is in use by {users[0].arn}.")
    state.delete(found)
    return {}
