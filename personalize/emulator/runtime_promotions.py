"""A promotion: a share of the places for items that pass a filter of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from personalize.emulator.errors import InvalidInputError
from personalize.emulator.runtime_candidates import choose, propose_for
from personalize.emulator.runtime_filters import make_filter
from personalize.emulator.runtime_questions import Question
from personalize.emulator.runtime_sources import Source
from personalize.emulator.state import State
from personalize.emulator.training_recipes import GIVING_REASONS, takes_promotions
from personalize.engine.scoring import ScoredItem

NEEDED = ("filterArn", "percentPromotedItems")
DEFAULT_RESULTS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Promoted:
    name: str = ""
    items: Sequence[ScoredItem] = ()


def find_promoted(
    state: State, source: Source, question: Question, request: Mapping[str, Any]
) -> Promoted:
    promotions = request.get("promotions", [])
    if not promotions:
        return Promoted()
    # The model has room for one, which botocore does not check.
    (promotion,) = promotions
    _check(promotion, source)
    passes = make_filter(state, source, question, promotion)
    number = request.get("numResults", DEFAULT_RESULTS)
    limit = number * promotion["percentPromotedItems"] // 100
    found = choose(propose_for(source, question), passes, limit) if limit else []
    return Promoted(name=promotion.get("name", ""), items=found)


def mix_in(
    entries: list[dict[str, Any]],
    promoted: Promoted,
    source: Source,
    question: Question,
) -> list[dict[str, Any]]:
    """Put what is promoted at random places, the same ones for the same question."""
    mixed = list(entries)
    total = len(entries) + len(promoted.items)
    # No secret: it only has to look random.
    draw = Random(f"{question.user_id} {question.item_id} {promoted.name}")
    places = sorted(draw.sample(range(total), len(promoted.items)))
    for place, item in zip(places, promoted.items, strict=True):
        mixed.insert(place, _describe(item, promoted, source))
    return mixed


def _check(promotion: Mapping[str, Any], source: Source) -> None:
    if not takes_promotions(source.recipe):
        raise InvalidInputError(f"{source.recipe.name} does not support promotions.")
    for name in NEEDED:
        if name not in promotion:
            raise InvalidInputError(f"promotions: {name} is needed.")


def _describe(item: ScoredItem, promoted: Promoted, source: Source) -> dict[str, Any]:
    entry: dict[str, Any] = {"itemId": item.item_id}
    if promoted.name:
        entry["promotionName"] = promoted.name
    if source.recipe.has_scores:
        entry["score"] = item.score
    if source.recipe.name == GIVING_REASONS:
        entry["reason"] = ["Promoted item"]
    return entry
