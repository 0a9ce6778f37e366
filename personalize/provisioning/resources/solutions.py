"""Solutions, their trained versions and the campaigns that serve them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from personalize.provisioning.declaration import Declaration, Serving
from personalize.provisioning.gateway import Listed
from personalize.provisioning.resources.base import AmazonResource
from personalize.provisioning.resources.datasets import GROUP
from personalize.provisioning.resources.recipes import compare_recipes
from personalize.provisioning.states import (
    ABSENT,
    Difference,
    Remedy,
    Stage,
    State,
    read_stage,
)
from personalize.provisioning.world import World

FIXED = (
    "A solution keeps its recipe: leave the use case out, apply, and declare it again."
)

ONCE = "once"
# What Amazon does where nothing else is said.
WEEKLY = "rate(7 days)"


@dataclass(frozen=True, slots=True, kw_only=True)
class SolutionResource(AmazonResource):
    serving: Serving

    def get_parameters(self, world: World) -> Mapping[str, Any]:
        parameters: dict[str, Any] = {
            "datasetGroupArn": world.arns[GROUP],
            "recipeArn": self.serving.recipe.arn,
            # Amazon's own default is to train every week, and to bill it.
            **get_training(world.declaration),
        }
        if self.serving.event_type:
            parameters["eventType"] = self.serving.event_type
        return parameters

    def compare(self, world: World, state: State) -> list[Difference]:
        return [
            *self.compare_tags(world, state),
            *compare_recipes(self.serving, state, remedy=Remedy.NONE, note=FIXED),
            *compare_schedules(world.declaration, state.details),
        ]

    def update(self, world: World, state: State) -> None:
        training = get_training(world.declaration)
        if "solutionConfig" in training:
            training["solutionUpdateConfig"] = training.pop("solutionConfig")
        world.gateway.update(self.kind, state.arn, training)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionResource(AmazonResource):
    """A training of a solution: the newest that succeeded, else the newest."""

    def find(self, world: World) -> Listed | None:
        if self.owner not in world.arns:
            return None
        listed = world.gateway.list(self.kind, solutionArn=world.arns[self.owner])
        return min(listed, key=_rank, default=None)

    def create(self, world: World) -> None:
        world.gateway.create(self.kind, self.get_parameters(world))

    def get_parameters(self, world: World) -> Mapping[str, Any]:
        return {"solutionArn": world.arns[self.owner]}

    def compare(self, world: World, state: State) -> list[Difference]:
        return []

    def look(self, world: World) -> State:
        # The two-argument form: a dataclass with slots is not the class it was.
        state = AmazonResource.look(self, world)
        # A version that failed cannot be deleted; another is trained beside it.
        is_old = state.stage is Stage.FAILED and self.key not in world.made
        return ABSENT if is_old else state


def compare_schedules(
    declaration: Declaration, details: Mapping[str, Any]
) -> list[Difference]:
    is_now, wanted = read_schedule(details), get_schedule(declaration)
    if is_now == wanted:
        return []
    return [Difference(what="training", is_now=is_now, wanted=wanted)]


def read_schedule(details: Mapping[str, Any]) -> str:
    """Return when it trains by itself; the last update outlives the creation."""
    update = details.get("latestSolutionUpdate") or {}
    latest = {**details, **update}
    if not latest.get("performAutoTraining", True):
        return ONCE
    config = update.get("solutionUpdateConfig") or details.get("solutionConfig") or {}
    training = config.get("autoTrainingConfig") or {}
    return str(training.get("schedulingExpression", WEEKLY))


def get_schedule(declaration: Declaration) -> str:
    days = declaration.retrain_days
    return f"rate({days} day{'s' if days > 1 else ''})" if days else ONCE


def get_training(declaration: Declaration) -> dict[str, Any]:
    if not declaration.retrain_days:
        return {"performAutoTraining": False}
    schedule = {"schedulingExpression": get_schedule(declaration)}
    return {
        "performAutoTraining": True,
        "solutionConfig": {"autoTrainingConfig": schedule},
    }


def _rank(version: Listed) -> tuple[int, float]:
    order = {Stage.READY: 0, Stage.PENDING: 1}.get(read_stage(version.status), 2)
    created_at = version.created_at
    return order, -(created_at.timestamp() if created_at else 0)
