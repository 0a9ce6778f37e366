"""GetRecommendations and GetPersonalizedRanking, and who may ask them what."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from tests.amazon.answers import Answer
from tests.amazon.errors import InvalidInputError, ResourceNotFoundError
from tests.amazon.filters import select
from tests.amazon.state import Recommender, State

DEFAULT_RESULTS = 25
MAX_RESULTS = 500
# Parts of a recipe's name and the ids it needs; the first that fits decides.
NEEDS = (
    ("also-viewed", ("userId", "itemId")),
    ("frequently-bought-together", ("itemId",)),
    ("similar-items", ("itemId",)),
    ("sims", ("itemId",)),
    ("related", ("itemId",)),
    ("popularity-count", ()),
    ("trending-now", ()),
    ("recommended-for-you", ("userId",)),
    ("user-personalization", ("userId",)),
    ("popular-items", ("userId",)),
    ("best-sellers", ("userId",)),
    ("most-viewed", ("userId",)),
)
UNSCORED = ("similar-items", "sims", "related", "popularity-count")
FILTER_VALUE = r'("[^"\\]*"|-?\d+(\.\d+)?)'
FILTER_VALUES = re.compile(rf"{FILTER_VALUE}(,\s*{FILTER_VALUE})*")


def get_recommendations(state: State, body: dict[str, Any]) -> Answer:
    recommender = _find_recommender(state, body)
    _check_needs(recommender, body)
    _check_options(state, body)
    for promotion in body.get("promotions", []):
        _check_filter(state, promotion)
    num_results = body.get("numResults", DEFAULT_RESULTS)
    if not 1 <= num_results <= MAX_RESULTS:
        raise InvalidInputError(f"numResults must be from 1 to {MAX_RESULTS}.")
    item_ids = _choose(state, recommender, body)[:num_results]
    answer = _answer("itemList", recommender, item_ids)
    return _annotate(state, body, answer)


def get_personalized_ranking(state: State, body: dict[str, Any]) -> Answer:
    campaign = _find(state, body["campaignArn"], "campaign")
    _require(body, ("userId",))
    _check_options(state, body)
    _check_ranks(campaign)
    input_list = body["inputList"]
    if not 1 <= len(input_list) <= MAX_RESULTS or "" in input_list:
        raise InvalidInputError(f"inputList must hold 1 to {MAX_RESULTS} item ids.")
    known = [item_id for item_id in campaign.item_ids if item_id in input_list]
    unknown = [item_id for item_id in input_list if item_id not in campaign.item_ids]
    return _answer("personalizedRanking", campaign, known, unknown)


def _choose(state: State, recommender: Recommender, body: dict[str, Any]) -> list[str]:
    """The items that pass the filter, and before them what is promoted."""
    passing = select(state, body, body.get("userId", ""))
    chosen = [
        item_id
        for item_id in recommender.item_ids
        if passing is None or item_id in passing
    ]
    return list(dict.fromkeys([*_promote(state, body), *chosen]))


def _promote(state: State, body: dict[str, Any]) -> list[str]:
    found = [
        select(state, promotion, body.get("userId", "")) or []
        for promotion in body.get("promotions", [])
    ]
    return [item_id for item_ids in found for item_id in item_ids]


def _annotate(state: State, body: dict[str, Any], answer: Answer) -> Answer:
    """Add what some recipes say of single items, and their metadata."""
    content = json.loads(answer.body)
    promoted = _promote(state, body)
    columns = body.get("metadataColumns", {}).get("ITEMS", [])
    for item in content["itemList"]:
        attributes = state.items.get(item["itemId"], {})
        if item["itemId"] in promoted:
            name = body["promotions"][0]["name"]
            item |= {"promotionName": name, "reason": ["Promoted item"]}
        if item["itemId"] in state.reasons:
            item["reason"] = state.reasons[item["itemId"]]
        if columns:
            item["metadata"] = {name: str(attributes.get(name)) for name in columns}
    return Answer.of(content)


def _find_recommender(state: State, body: dict[str, Any]) -> Recommender:
    names = [name for name in ("campaignArn", "recommenderArn") if name in body]
    if len(names) != 1:
        raise InvalidInputError(
            "Exactly one of campaignArn and recommenderArn is needed."
        )
    (name,) = names
    return _find(state, body[name], name.removesuffix("Arn"))


def _find(state: State, arn: str, kind: str) -> Recommender:
    if f":{kind}/" not in arn:
        raise InvalidInputError(f"{arn} is not the ARN of a {kind}.")
    recommender = state.recommenders.get(arn)
    if recommender is None or not recommender.active:
        raise ResourceNotFoundError(f"There is no active {kind} {arn}.")
    return recommender


def _check_needs(recommender: Recommender, body: dict[str, Any]) -> None:
    if "ranking" in recommender.recipe:
        raise InvalidInputError("This campaign answers GetPersonalizedRanking only.")
    needs = _needs_of(recommender)
    if needs is not None:
        _require(body, needs)
    elif not (body.get("userId") or body.get("itemId")):
        raise InvalidInputError("userId or itemId is needed.")


def _needs_of(recommender: Recommender) -> tuple[str, ...] | None:
    return next((ids for part, ids in NEEDS if part in recommender.recipe), None)


def _check_ranks(campaign: Recommender) -> None:
    if "ranking" not in campaign.recipe and _needs_of(campaign) is not None:
        raise InvalidInputError("This campaign was not trained with a ranking recipe.")


def _require(body: dict[str, Any], names: tuple[str, ...]) -> None:
    for name in names:
        if not body.get(name):
            raise InvalidInputError(f"{name} is needed.")


def _check_options(state: State, body: dict[str, Any]) -> None:
    _check_filter(state, body)
    if "metadataColumns" in body and not state.has_metadata:
        raise InvalidInputError("Metadata in recommendations is not switched on.")


def _check_filter(state: State, body: dict[str, Any]) -> None:
    for name, value in body.get("filterValues", {}).items():
        if not FILTER_VALUES.fullmatch(value):
            raise InvalidInputError(f"{name} is neither numbers nor strings in quotes.")
    if "filterArn" not in body:
        return
    if ":filter/" not in body["filterArn"]:
        raise InvalidInputError(f"{body['filterArn']} is not the ARN of a filter.")
    if body["filterArn"] not in state.filters:
        raise ResourceNotFoundError(f"There is no active filter {body['filterArn']}.")


def _answer(
    key: str,
    recommender: Recommender,
    item_ids: list[str],
    unknown_ids: list[str] | None = None,
) -> Answer:
    items = [{"itemId": item_id} for item_id in item_ids]
    if recommender.is_campaign and not any(p in recommender.recipe for p in UNSCORED):
        items = _scored(item_ids)
    items += [{"itemId": item_id} for item_id in unknown_ids or []]
    return Answer.of({key: items, "recommendationId": f"RID-{uuid.uuid4()}"})


def _scored(item_ids: list[str]) -> list[dict[str, Any]]:
    """Scores fall with the rank and sum to 1, as Amazon's do."""
    total = len(item_ids) * (len(item_ids) + 1) / 2
    return [
        {"itemId": item_id, "score": (len(item_ids) - rank) / total}
        for rank, item_id in enumerate(item_ids)
    ]
