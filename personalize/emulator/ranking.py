"""GetPersonalizedRanking: the items of a list, in the order that suits a user."""

from __future__ import annotations

from typing import Any

from personalize.emulator.errors import InvalidInputError
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.runtime import (
    check_limit,
    check_needs,
    make_recommendation_id,
)
from personalize.emulator.runtime_filters import make_filter
from personalize.emulator.runtime_metadata import add_metadata, check_metadata
from personalize.emulator.runtime_questions import Question
from personalize.emulator.runtime_sources import Source
from personalize.emulator.state import State
from personalize.emulator.storage_memory import memory_of
from personalize.emulator.training_recipes import Task, get_task


@operation("GetPersonalizedRanking")
def get_personalized_ranking(state: State, request: Request) -> Answered:
    """Order a list of items for a user; unknown ones come last, without a score."""
    memory_of(state)
    source = Source.find(state, request)
    _check(state, source, request)
    question = Question.of(state, source, request["userId"])
    passes = make_filter(state, source, question, request)
    # A filter takes items away; named twice, an item is ranked once.
    item_ids = dict.fromkeys(request["inputList"])
    kept = [one for one in item_ids if passes is None or passes(one)]
    entries = rank(source, question, kept)
    return {
        "personalizedRanking": add_metadata(state, source, request, entries),
        "recommendationId": make_recommendation_id(),
    }


def rank(
    source: Source, question: Question, item_ids: list[str]
) -> list[dict[str, Any]]:
    """Order items; those of which nothing is known come last, without a score."""
    engine = source.model.engine
    ranked = engine.rank(
        item_ids, question.actions, now=question.now, visitor_id=question.user_id
    )
    known = [one for one in ranked if one.score or engine.knows([one.item_id])]
    listed = {one.item_id for one in known}
    unknown = [{"itemId": one} for one in item_ids if one not in listed]
    return [{"itemId": one.item_id, "score": one.score} for one in known] + unknown


def _check(state: State, source: Source, request: Request) -> None:
    if get_task(source.recipe) is not Task.RANKING:
        raise InvalidInputError(
            f"A campaign of {source.recipe.name} does not rank. It takes one of"
            " aws-personalized-ranking-v2."
        )
    check_needs(source, request)
    if "" in request["inputList"]:
        raise InvalidInputError("inputList holds an empty id.")
    check_limit(len(request["inputList"]), request, "The length of inputList")
    check_metadata(state, source, request)
