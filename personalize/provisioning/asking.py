"""Asking each recommender and campaign once, to see that something comes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from personalize.provisioning.declaration import Serving
from personalize.provisioning.errors import ProvisioningError, translated_errors
from personalize.provisioning.recipes import RANKING
from personalize.provisioning.world import World
from personalize.reports import get_viewed_item_ids

NUM_RESULTS = 5
# Items that events have named lately; some may be gone by now.
CANDIDATES = 10
# Whoever is unknown to Amazon gets what is popular.
SOMEBODY = "everyone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """What came, or why nothing did."""

    use_case: str
    item_ids: tuple[str, ...] = ()
    error: str = ""

    def __str__(self) -> str:
        items = ", ".join(self.item_ids) or "nothing"
        return f"{self.use_case}: {self.error or items}"


def ask_all(world: World) -> list[Sample]:
    items = list(dict.fromkeys(get_viewed_item_ids(CANDIDATES)))
    return [ask(world, each, items) for each in world.declaration.servings]


def ask(world: World, serving: Serving, items: list[str]) -> Sample:
    put_question = _rank if serving.use_case == RANKING else _recommend
    try:
        with translated_errors():
            found = put_question(world, serving, items)
    except ProvisioningError as error:
        return Sample(use_case=serving.use_case, error=str(error))
    return Sample(use_case=serving.use_case, item_ids=tuple(found))


Question = Callable[[World, Serving, list[str]], list[str]]


def _recommend(world: World, serving: Serving, items: list[str]) -> list[str]:
    is_recommender = serving.recipe.is_of_a_domain
    kind = "recommender" if is_recommender else "campaign"
    question: dict[str, Any] = {
        f"{kind}Arn": world.arns[f"{kind}/{serving.use_case}"],
        "userId": SOMEBODY,
        "numResults": NUM_RESULTS,
    }
    if items:
        question["itemId"] = items[0]
    answer = world.clients.runtime.get_recommendations(**question)
    return [each["itemId"] for each in answer["itemList"]]


def _rank(world: World, serving: Serving, items: list[str]) -> list[str]:
    if not items:
        return []
    answer = world.clients.runtime.get_personalized_ranking(
        campaignArn=world.arns[f"campaign/{serving.use_case}"],
        userId=SOMEBODY,
        inputList=items[:NUM_RESULTS],
    )
    return [each["itemId"] for each in answer["personalizedRanking"]]
