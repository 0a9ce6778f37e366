from __future__ import annotations

from dataclasses import replace
from typing import Any

from personalize.emulator import kinds
from personalize.emulator.configuration import (
    check_exploration,
    check_training_data,
)
from personalize.emulator.datasets import find_dataset
from personalize.emulator.errors import InvalidInputError, ResourceInUseError
from personalize.emulator.lifecycle import spread
from personalize.emulator.recipe_book import get_recipe
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.state import State
from personalize.emulator.updates import begin_update

STARTING = ["START PENDING", "START IN_PROGRESS", "ACTIVE"]
STOPPING = ["STOP PENDING", "STOP IN_PROGRESS", "INACTIVE"]
DEFAULTS = {"minRecommendationRequestsPerSecond": 1}


@operation("CreateRecommender")
def create_recommender(state: State, request: Request) -> Answered:
    """Train and deploy a use case of the group's domain."""
    group = state.get_active(kinds.DATASET_GROUP, request["datasetGroupArn"])
    _check_use_case(group, request["recipeArn"])
    if find_dataset(state, group.arn, "INTERACTIONS") is None:
        raise InvalidInputError("The dataset group has no Interactions dataset.")
    config = _read_config(state, group.arn, request.get("recommenderConfig", {}))
    recommender = state.create(
        kinds.RECOMMENDER,
        request["name"],
        {
            "datasetGroupArn": group.arn,
            "recipeArn": request["recipeArn"],
            "recommenderConfig": config,
        },
        tags=request.get("tags"),
    )
    return {"recommenderArn": recommender.arn}


@operation("UpdateRecommender")
def update_recommender(state: State, request: Request) -> Answered:
    """Update the configuration; the old one counts until then."""
    recommender = state.get(kinds.RECOMMENDER, request["recommenderArn"])
    _require(state, recommender, ("ACTIVE", "INACTIVE"))
    group_arn = recommender.attributes["datasetGroupArn"]
    config = _read_config(state, group_arn, request["recommenderConfig"])
    begin_update(state, recommender, {"recommenderConfig": config})
    return {"recommenderArn": recommender.arn}


@operation("StopRecommender")
def stop_recommender(state: State, request: Request) -> Answered:
    """Stop a recommender, which then answers nothing."""
    return _pass_through(state, request, of="ACTIVE", stations=STOPPING)


@operation("StartRecommender")
def start_recommender(state: State, request: Request) -> Answered:
    """Start a recommender that was stopped."""
    return _pass_through(state, request, of="INACTIVE", stations=STARTING)


@operation("DeleteRecommender")
def delete_recommender(state: State, request: Request) -> Answered:
    state.delete(state.get(kinds.RECOMMENDER, request["recommenderArn"]))
    return {}


def _pass_through(
    state: State, request: Request, *, of: str, stations: list[str]
) -> Answered:
    recommender = state.get(kinds.RECOMMENDER, request["recommenderArn"])
    _require(state, recommender, (of,))
    stages = spread(stations, state.clock.now(), state.options.pace)
    state.save(replace(recommender, stages=stages))
    return {"recommenderArn": recommender.arn}


def _require(state: State, recommender: Resource, allowed: tuple[str, ...]) -> None:
    status = state.get_status(recommender)
    if status not in allowed:
        raise ResourceInUseError(
            f"The recommender is {status}; it has to be {' or '.join(allowed)}."
        )


def _check_use_case(group: Resource, recipe_arn: str) -> None:
    recipe = get_recipe(recipe_arn)
    if recipe.domain is None:
        raise InvalidInputError(
            "Only Domain dataset group use cases can be used to create a recommender"
        )
    domain = group.attributes.get("domain")
    if recipe.domain != domain:
        raise InvalidInputError(
            f"{recipe_arn} is a use case of {recipe.domain}, "
            f"and the domain of the dataset group is {domain}."
        )


def _read_config(
    state: State, group_arn: str, config: dict[str, Any]
) -> dict[str, Any]:
    check_exploration(config.get("itemExplorationConfig", {}))
    check_training_data(state, group_arn, config.get("trainingDataConfig", {}))
    return DEFAULTS | config
