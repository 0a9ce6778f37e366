"""What a recommender or solution version is to be trained on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from personalize.emulator.recipe_book import Recipe, get_recipe
from personalize.emulator.resources import Resource
from personalize.emulator.state import State
from personalize.emulator.storage_tables import Row
from personalize.emulator.training_recipes import Task, get_task

EVENT_TYPE_PLACE, VALUE_PLACE = 3, 5
# Values below it teach nothing; every value is above this one.
NO_THRESHOLD = float("-inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """``thresholds`` are by event type in lower case; empty, all events count."""

    group_arn: str
    recipe: Recipe
    thresholds: Mapping[str, float]
    excluded_columns: frozenset[str]

    @classmethod
    def of(cls, state: State, resource: Resource) -> Self:
        """Read the settings of a recommender or of a solution version."""
        settings = state.get_attributes(resource)
        recipe = get_recipe(settings["recipeArn"])
        config = settings.get("recommenderConfig") or settings.get("solutionConfig")
        return cls(
            group_arn=settings["datasetGroupArn"],
            recipe=recipe,
            thresholds=_read_thresholds(settings, recipe),
            excluded_columns=_read_excluded(config or {}),
        )

    @property
    def named_types(self) -> str:
        return ", ".join(sorted(self.thresholds))

    def wants(self, row: Row) -> bool:
        if not self.thresholds:
            return True
        threshold = self.thresholds.get(row[EVENT_TYPE_PLACE].lower())
        if threshold is None:
            return False
        value = row[VALUE_PLACE]
        return threshold == NO_THRESHOLD or (value is not None and value >= threshold)


def read_exploration(config: Mapping[str, Any]) -> float:
    """Return the share of unknown items that is shown; 0.3 unless it says so."""
    return float(config.get("itemExplorationConfig", {}).get("explorationWeight", 0.3))


def _read_thresholds(
    settings: Mapping[str, Any], recipe: Recipe
) -> Mapping[str, float]:
    config = settings.get("solutionConfig") or {}
    listed = config.get("eventsConfig", {}).get("eventParametersList", [])
    if listed:
        return {
            one.get("eventType", "").lower(): one.get(
                "eventValueThreshold", NO_THRESHOLD
            )
            for one in listed
        }
    if settings.get("eventType"):
        threshold = float(config.get("eventValueThreshold", NO_THRESHOLD))
        return {settings["eventType"].lower(): threshold}
    if get_task(recipe) is Task.POPULAR and recipe.event_type:
        return {recipe.event_type.lower(): NO_THRESHOLD}
    return {}


def _read_excluded(config: Mapping[str, Any]) -> frozenset[str]:
    excluded = config.get("trainingDataConfig", {}).get("excludedDatasetColumns", {})
    return frozenset(
        name.upper()
        for dataset, names in excluded.items()
        if dataset.upper() == "ITEMS"
        for name in names
    )
