"""GetRecommendations: who asks whom, what passes, and in which form it is answered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from personalize.emulator.errors import InvalidInputError
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.runtime_candidates import PROPOSALS, choose, propose_for
from personalize.emulator.runtime_filters import Passes, make_filter
from personalize.emulator.runtime_metadata import add_metadata, check_metadata
from personalize.emulator.runtime_promotions import Promoted, find_promoted, mix_in
from personalize.emulator.runtime_questions import Question
from personalize.emulator.runtime_sources import Source
from personalize.emulator.state import State
from personalize.emulator.storage_memory import memory_of
from personalize.emulator.training_recipes import GIVING_REASONS, get_task
from personalize.engine.scoring import Reason, ScoredItem

DEFAULT_RESULTS = 25
MAX_RESULTS = 500
MAX_WITH_METADATA = 50


@operation("GetRecommendations")
def get_recommendations(state: State, request: Request) -> Answered:
    """Recommend items, with filter, promotion and metadata; context is not used."""
    memory_of(state)
    source = Source.find(state, request)
    _check(state, source, request)
    user_id, item_id = request.get("userId", ""), request.get("itemId", "")
    question = Question.of(state, source, user_id, item_id)
    passes = make_filter(state, source, question, request)
    promoted = find_promoted(state, source, question, request)
    found = _choose(source, question, passes, promoted, _get_limit(request))
    described = [_describe(item, source, passes is not None) for item in found]
    entries = mix_in(described, promoted, source, question)
    return {
        "itemList": add_metadata(state, source, request, entries),
        "recommendationId": make_recommendation_id(),
    }


def make_recommendation_id() -> str:
    """Make an id of the 40 characters that events can give back."""
    return f"RID-{uuid.uuid4()}"


def check_limit(number: int, request: Mapping[str, Any], name: str) -> None:
    most = MAX_WITH_METADATA if request.get("metadataColumns") else MAX_RESULTS
    if not 1 <= number <= most:
        raise InvalidInputError(f"{name} must be from 1 to {most}, not {number}.")


def check_needs(source: Source, request: Mapping[str, Any]) -> None:
    """Check that the ids are given without which the recipe has no answer."""
    for name in source.recipe.needs:
        if not request.get(name):
            raise InvalidInputError(f"{name} is needed by {source.recipe.name}.")


def _check(state: State, source: Source, request: Request) -> None:
    recipe = source.recipe
    if get_task(recipe) not in PROPOSALS:
        raise InvalidInputError(
            f"A campaign of {recipe.name} does not answer GetRecommendations."
        )
    check_needs(source, request)
    check_limit(_get_limit(request), request, "numResults")
    check_metadata(state, source, request)


def _get_limit(request: Request) -> int:
    return int(request.get("numResults", DEFAULT_RESULTS))


def _choose(
    source: Source,
    question: Question,
    passes: Passes | None,
    promoted: Promoted,
    limit: int,
) -> list[ScoredItem]:
    listed = {item.item_id for item in promoted.items}
    left = limit - len(listed)
    propose = propose_for(source, question)
    found = choose(propose, passes, limit)
    return [item for item in found if item.item_id not in listed][:left]


def _describe(item: ScoredItem, source: Source, is_filtered: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {"itemId": item.item_id}
    if source.recipe.has_scores:
        entry["score"] = item.score
    if item.item_id in source.reasons:
        return entry | {"reason": source.reasons[item.item_id]}
    if source.recipe.name != GIVING_REASONS:
        return entry
    if item.reason is Reason.NEW:
        return entry | {"reason": ["Exploration"]}
    # What fills the places that the filter left empty.
    if is_filtered and item.reason is Reason.POPULAR and not item.score:
        return entry | {"reason": ["Popular item"]}
    return entry
