"""How the project's engine does what each of Amazon's recipes does."""

from __future__ import annotations

from enum import Enum, auto

from personalize.emulator.recipe_book import (
    PERSONALIZED_RANKING,
    POPULAR_ITEMS,
    RELATED_ITEMS,
    USER_PERSONALIZATION,
    Recipe,
)
from personalize.engine.related import Kind


class Task(Enum):
    PERSONAL = auto()
    POPULAR = auto()
    TRENDING = auto()
    RELATED = auto()
    RANKING = auto()
    SEGMENTS = auto()
    ACTIONS = auto()


TASKS = {
    USER_PERSONALIZATION: Task.PERSONAL,
    POPULAR_ITEMS: Task.POPULAR,
    RELATED_ITEMS: Task.RELATED,
    PERSONALIZED_RANKING: Task.RANKING,
}
TASKS_BY_NAME = {
    "aws-vod-trending-now": Task.TRENDING,
    "aws-trending-now": Task.TRENDING,
    "aws-item-affinity": Task.SEGMENTS,
    "aws-item-attribute-affinity": Task.SEGMENTS,
    "aws-next-best-action": Task.ACTIONS,
}
# The others are of items that were seen together.
KINDS = {
    "aws-ecomm-frequently-bought-together": Kind.BOUGHT,
    "aws-vod-more-like-x": Kind.SIMILAR,
    "aws-similar-items": Kind.SIMILAR,
    "aws-semantic-similarity": Kind.SIMILAR,
}
REMOVING_PURCHASED = frozenset(
    {"aws-ecomm-customers-who-viewed-x-also-viewed", "aws-ecomm-recommended-for-you"}
)
WITHOUT_PROMOTIONS = ("aws-hrnn", "aws-semantic-similarity")
GIVING_REASONS = "aws-user-personalization-v2"


def get_task(recipe: Recipe) -> Task:
    return TASKS_BY_NAME.get(recipe.name) or TASKS[recipe.recipe_type]


def get_pair_kind(recipe: Recipe) -> Kind:
    """Return what the items of a RELATED recipe have in common."""
    return KINDS.get(recipe.name, Kind.VIEWED)


def is_live(recipe: Recipe) -> bool:
    """Whether events that arrive after the training count at once."""
    return get_task(recipe) in {Task.PERSONAL, Task.RANKING}


def takes_promotions(recipe: Recipe) -> bool:
    return not recipe.name.startswith(WITHOUT_PROMOTIONS)
