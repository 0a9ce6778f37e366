"""Answers and trackers that a test dictates, where nothing shall be trained for it.

POST /_emulator/answers   {"arn": …, "itemIds": […], "recipe": "aws-sims"}
POST /_emulator/trackers  {"trackingId": …}

A recommender or campaign of that ARN then answers with those items, in that order; it
is made when there is none. What a request must hold by the recipe is checked as ever,
and its filter has to exist, but takes nothing away. The tracker gets a dataset group
of its own.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from personalize.emulator import kinds
from personalize.emulator.arns import get_word
from personalize.emulator.control import Order, control_path
from personalize.emulator.errors import InvalidInputError
from personalize.emulator.recipe_book import ARN_PREFIX, get_recipe
from personalize.emulator.registry import Answered, Request, instead
from personalize.emulator.resources import Resource, Stage
from personalize.emulator.state import State

if TYPE_CHECKING:
    from personalize.emulator.server import Emulator

DICTATED = "dictatedItems"
DEFAULT_RESULTS = 25
RECIPES = {
    kinds.RECOMMENDER.word: "aws-ecomm-recommended-for-you",
    kinds.CAMPAIGN.word: "aws-user-personalization-v2",
}
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


@control_path("POST", "answers")
def take_dictation(emulator: Emulator, order: Order) -> object:
    dictate(emulator.state, order["arn"], order["itemIds"], recipe=order.get("recipe"))
    return {}


@control_path("POST", "trackers")
def take_tracker(emulator: Emulator, order: Order) -> object:
    make_tracker(emulator.state, str(order["trackingId"]))
    return {}


def dictate(
    state: State, arn: str, item_ids: list[str], *, recipe: str | None = None
) -> None:
    """Let an ARN answer with these items."""
    with state.lock:
        resource = state.peek(arn) or _make(state, arn)
        attributes = resource.attributes | {DICTATED: list(map(str, item_ids))}
        if recipe:
            attributes["recipeArn"] = get_recipe(ARN_PREFIX + recipe).arn
        state.save(replace(resource, attributes=attributes))


def make_tracker(state: State, tracking_id: str) -> None:
    """Make a tracker of an id that is known beforehand, and a group to hold it."""
    name = f"tracker-{uuid.uuid4().hex[:8]}"
    schema = {"schema": json.dumps(INTERACTIONS), "domain": None}
    with state.lock:
        group = {
            "datasetGroupArn": state.create(
                kinds.DATASET_GROUP, name, {}, stages=()
            ).arn
        }
        schema_arn = state.create(kinds.SCHEMA, name, schema, stages=()).arn
        interactions = {"datasetType": "INTERACTIONS", "schemaArn": schema_arn}
        arn_name = f"{name}/INTERACTIONS"
        state.create(kinds.DATASET, name, group | interactions, arn_name=arn_name)
        state.create(kinds.EVENT_TRACKER, name, group | {"trackingId": tracking_id})


@instead("GetRecommendations")
def recommend_dictated(state: State, request: Request) -> Answered | None:
    source = _find(state, request)
    if source is None:
        return None
    _check(state, source, request)
    limit = request.get("numResults", DEFAULT_RESULTS)
    items = [{"itemId": one} for one in source.attributes[DICTATED][:limit]]
    return {"itemList": items, "recommendationId": f"RID-{uuid.uuid4()}"}


@instead("GetPersonalizedRanking")
def rank_dictated(state: State, request: Request) -> Answered | None:
    source = _find(state, request)
    if source is None:
        return None
    places = {one: place for place, one in enumerate(source.attributes[DICTATED])}
    ranked = sorted(request["inputList"], key=lambda one: places.get(one, len(places)))
    items = [{"itemId": one} for one in ranked]
    return {"personalizedRanking": items, "recommendationId": f"RID-{uuid.uuid4()}"}


def _make(state: State, arn: str) -> Resource:
    word = get_word(arn) if arn.count(":") >= 5 else ""
    if word not in RECIPES:
        raise ValueError(f"{arn} is the ARN of no recommender and no campaign.")
    now = state.clock.now()
    return Resource(
        word=word,
        arn=arn,
        name=arn.rpartition("/")[2],
        created=now,
        attributes={"recipeArn": ARN_PREFIX + RECIPES[word]},
        stages=(Stage(status="ACTIVE", at=now),),
    )


def _find(state: State, request: Request) -> Resource | None:
    arns = [
        request[name] for name in ("campaignArn", "recommenderArn") if name in request
    ]
    resource = state.peek(arns[0]) if len(arns) == 1 else None
    return resource if resource and DICTATED in resource.attributes else None


def _check(state: State, source: Resource, request: dict[str, Any]) -> None:
    for name in get_recipe(source.attributes["recipeArn"]).needs:
        if not request.get(name):
            raise InvalidInputError(f"{name} is needed.")
    if "filterArn" in request:
        state.get_active(kinds.FILTER, request["filterArn"])
