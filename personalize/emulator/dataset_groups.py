from __future__ import annotations

from personalize.emulator import kinds
from personalize.emulator.errors import InvalidInputError, ResourceInUseError
from personalize.emulator.lifecycle import removal
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.state import State

# What has to be deleted first. All else, such as filters and jobs, goes with the group.
HOLDING = (kinds.RECOMMENDER, kinds.SOLUTION, kinds.EVENT_TRACKER, kinds.DATASET)


@operation("CreateDatasetGroup")
def create_dataset_group(state: State, request: Request) -> Answered:
    """Create a dataset group, of a domain or custom."""
    if ("kmsKeyArn" in request) != ("roleArn" in request):
        raise InvalidInputError("kmsKeyArn and roleArn are given together or not.")
    names = ("roleArn", "kmsKeyArn", "domain")
    group = state.create(
        kinds.DATASET_GROUP,
        request["name"],
        {name: request[name] for name in names if name in request},
        tags=request.get("tags"),
    )
    answer = {"datasetGroupArn": group.arn}
    if "domain" in request:
        answer["domain"] = request["domain"]
    return answer


@operation("DeleteDatasetGroup")
def delete_dataset_group(state: State, request: Request) -> Answered:
    """Delete a dataset group without solutions, recommenders, trackers, datasets."""
    group = state.get(kinds.DATASET_GROUP, request["datasetGroupArn"])
    for kind in HOLDING:
        found = state.find(kind, datasetGroupArn=group.arn)
        if found:
            raise ResourceInUseError(
                f"The dataset group holds the {kind.label} {found[0].arn}. "
                "Delete that first."
            )
    state.delete(group)
    return {}


@removal(kinds.DATASET_GROUP)
def remove_contents(state: State, group: Resource) -> None:
    for kind in kinds.KINDS.values():
        state.remove(state.find(kind, datasetGroupArn=group.arn))
