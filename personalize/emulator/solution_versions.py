from __future__ import annotations

import uuid
from dataclasses import replace

from personalize.emulator import kinds
from personalize.emulator.errors import InvalidInputError, ResourceInUseError
from personalize.emulator.lifecycle import spread
from personalize.emulator.recipe_book import ARN_PREFIX
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.state import State

# Of the solution, as they are when the version is begun.
TAKEN_OVER = (
    "performHPO",
    "performAutoML",
    "performIncrementalUpdate",
    "recipeArn",
    "eventType",
    "datasetGroupArn",
    "solutionConfig",
)
UPDATABLE = ARN_PREFIX + "aws-user-personalization"


@operation("CreateSolutionVersion")
def create_solution_version(state: State, request: Request) -> Answered:
    """Train a solution version with the project's engine."""
    solution = state.get_active(kinds.SOLUTION, request["solutionArn"])
    mode = request.get("trainingMode", "FULL")
    _check_mode(state, solution, mode)
    number = uuid.uuid4().hex[:8]
    version = state.create(
        kinds.SOLUTION_VERSION,
        request.get("name", number),
        _take_over(state, solution)
        | {
            "solutionArn": solution.arn,
            "trainingMode": mode,
            "trainingType": "MANUAL",
        },
        tags=request.get("tags"),
        arn_name=f"{solution.name}/{number}",
    )
    return {"solutionVersionArn": version.arn}


@operation("StopSolutionVersionCreation")
def stop_solution_version_creation(state: State, request: Request) -> Answered:
    """Stop a training."""
    version = state.get(kinds.SOLUTION_VERSION, request["solutionVersionArn"])
    status = state.get_status(version)
    if status not in ("CREATE PENDING", "CREATE IN_PROGRESS"):
        raise ResourceInUseError(
            f"The solution version is {status}; only a creation can be stopped."
        )
    words = ["CREATE STOPPING", "CREATE STOPPED"]
    if status == "CREATE PENDING":
        del words[0]
    stages = spread(words, state.clock.now(), state.options.pace)
    state.save(replace(version, stages=stages))
    return {}


@operation("GetSolutionMetrics")
def get_solution_metrics(state: State, request: Request) -> Answered:
    """Tell what the training measured."""
    # Its work returns them as `metrics`.
    version = state.get_active(kinds.SOLUTION_VERSION, request["solutionVersionArn"])
    metrics = version.attributes.get("metrics", {})
    return {"solutionVersionArn": version.arn, "metrics": metrics}


def find_latest(state: State, solution_arn: str) -> Resource | None:
    """Return the newest version that can be deployed."""
    versions = state.find(kinds.SOLUTION_VERSION, solutionArn=solution_arn)
    active = [v for v in versions if state.get_status(v) == "ACTIVE"]
    return active[-1] if active else None


def _take_over(state: State, solution: Resource) -> dict[str, object]:
    present = state.get_attributes(solution)
    taken = {name: present[name] for name in TAKEN_OVER if name in present}
    if "autoMLResult" in present:
        taken["recipeArn"] = present["autoMLResult"]["bestRecipeArn"]
    return taken


def _check_mode(state: State, solution: Resource, mode: str) -> None:
    if mode == "AUTOTRAIN":
        raise InvalidInputError("AUTOTRAIN is used by Personalize itself only.")
    if mode == "FULL":
        return
    if solution.attributes.get("recipeArn") != UPDATABLE:
        raise InvalidInputError(f"UPDATE is possible with {UPDATABLE} only.")
    if find_latest(state, solution.arn) is None:
        raise InvalidInputError("UPDATE needs a version that was trained in full.")
