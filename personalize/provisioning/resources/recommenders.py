"""Recommenders: a use case of the domain, trained, deployed and retrained by Amazon."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from personalize.datasets.schemas import get_schema
from personalize.provisioning.declaration import Declaration, Serving
from personalize.provisioning.kinds import RECOMMENDER
from personalize.provisioning.resources.base import AmazonResource
from personalize.provisioning.resources.datasets import GROUP
from personalize.provisioning.resources.recipes import compare_recipes
from personalize.provisioning.states import Difference, Remedy, State
from personalize.provisioning.world import World

# What is so today says nothing of taste; filters read it all the same.
NOT_LEARNT_FROM = ("IN_STOCK", "AVAILABLE")
NUMBER = re.compile(r"\d+(\.\d+)?", re.ASCII)
RETRAINED = "It is deleted and trained anew, and answers nothing for about an hour."


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommenderResource(AmazonResource):
    serving: Serving

    def get_parameters(self, world: World) -> Mapping[str, Any]:
        return {
            "datasetGroupArn": world.arns[GROUP],
            "recipeArn": self.serving.recipe.arn,
            "recommenderConfig": self.get_config(world.declaration),
        }

    def get_config(self, declaration: Declaration) -> dict[str, Any]:
        config: dict[str, Any] = {
            "minRecommendationRequestsPerSecond": self.serving.min_tps
        }
        if declaration.with_metadata:
            config["enableMetadataWithRecommendations"] = True
        if self.serving.recipe.explores:
            config["itemExplorationConfig"] = get_exploration(declaration)
            config |= get_training_config(declaration)
        return config

    def compare(self, world: World, state: State) -> list[Difference]:
        return [
            *self.compare_tags(world, state),
            *compare_recipes(
                self.serving, state, remedy=Remedy.REPLACE, note=RETRAINED
            ),
            *compare_configs(
                state.details.get("recommenderConfig", {}),
                self.get_config(world.declaration),
            ),
        ]

    def update(self, world: World, state: State) -> None:
        given = {"recommenderConfig": self.get_config(world.declaration)}
        world.gateway.update(self.kind, state.arn, given)


def get_exploration(declaration: Declaration) -> dict[str, str]:
    return {
        "explorationWeight": f"{declaration.exploration_weight:g}",
        "explorationItemAgeCutOff": str(declaration.exploration_days),
    }


def get_training_config(declaration: Declaration) -> dict[str, Any]:
    if "items" not in declaration.datasets:
        return {}
    header = get_schema("items").header
    excluded = [name for name in NOT_LEARNT_FROM if name in header]
    return {"trainingDataConfig": {"excludedDatasetColumns": {"ITEMS": excluded}}}


def compare_configs(
    present: Mapping[str, Any], wanted: Mapping[str, Any]
) -> list[Difference]:
    """Compare what is wanted; what Amazon adds of its own is left alone."""
    return [
        Difference(what=name, is_now=str(present.get(name, "")), wanted=str(value))
        for name, value in wanted.items()
        if name != "trainingDataConfig"
        and read_numbers(present.get(name)) != read_numbers(value)
    ]


def read_numbers(value: Any) -> Any:
    """Make numbers of what Amazon writes as texts: "0.3" and "0.30" are the same."""
    if isinstance(value, Mapping):
        return {key: read_numbers(each) for key, each in value.items()}
    is_number = isinstance(value, str) and NUMBER.fullmatch(value)
    return float(value) if is_number else value


def make_recommender(
    prefix: str, serving: Serving, needs: tuple[str, ...]
) -> RecommenderResource:
    return RecommenderResource(
        key=f"recommender/{serving.use_case}",
        name=f"{prefix}-{serving.use_case}",
        needs=needs,
        kind=RECOMMENDER,
        owner=GROUP,
        latest_update="latestRecommenderUpdate",
        serving=serving,
    )
