"""Solutions, their trained versions and the campaigns that serve them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from personalize.provisioning.declaration import Declaration, Serving
from personalize.provisioning.gateway import Listed
from personalize.provisioning.resources.base import AmazonResource
from personalize.provisioning.resources.datasets import GROUP
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
        differences = self.compare_tags(world, state)
        is_now = state.details["recipeArn"]
        if is_now != self.serving.recipe.arn:
            differences.append(
                Difference(
                    what="recipe",
                    is_now=is_now.rsplit("/", 1)[-1],
                    wanted=self.serving.recipe.name,
                    remedy=Remedy.NONE,
                    note=FIXED,
                )
            )
        wanted = world.declaration.retrain_days > 0
        if state.details.get("performAutoTraining", wanted) != wanted:
            differences.append(
                Difference(
                    what="trained every week",
                    is_now=str(not wanted),
                    wanted=str(wanted),
                )
            )
        return differences

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


def get_training(declaration: Declaration) -> dict[str, Any]:
    if not declaration.retrain_days:
        return {"performAutoTraining": False}
    days = declaration.retrain_days
    rate = f"rate({days} day{'s' if days > 1 else ''})"
    return {
        "performAutoTraining": True,
        "solutionConfig": {"autoTrainingConfig": {"schedulingExpression": rate}},
    }


def _rank(version: Listed) -> tuple[int, float]:
    order = {Stage.READY: 0, Stage.PENDING: 1}.get(read_stage(version.status), 2)
    created_at = version.created_at
    return order, -(created_at.timestamp() if created_at else 0)
