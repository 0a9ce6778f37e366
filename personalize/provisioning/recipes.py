"""The recipes of Amazon that can stand behind a use case, and what each asks for."""

from __future__ import annotations

from dataclasses import dataclass

from personalize.enums import EventType, UseCase

DOMAINS = ("ECOMMERCE", "")
# Not a use case of a page: it orders the lists that the shop itself has made.
RANKING = "ranking"
# Backed by the shop's own events alone: Amazon has nothing like it.
WITHOUT_RECIPE = (UseCase.RECENTLY_VIEWED,)
NAMES = (
    *(each.value for each in UseCase if each not in WITHOUT_RECIPE),
    RANKING,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How a recipe is served, billed, and from how much of what it learns."""

    name: str
    # What a domain recipe learns from alone; empty where any type counts.
    event_type: str = ""
    # Whether it mixes in items of which little is known.
    explores: bool = False
    # Whether its campaigns cost nothing while nobody asks.
    is_billed_by_request: bool = False

    @property
    def is_of_a_domain(self) -> bool:
        """Whether a recommender serves it, instead of a solution with a campaign."""
        return self.name.startswith(("aws-ecomm-", "aws-vod-"))

    @property
    def arn(self) -> str:
        return f"arn:aws:personalize:::recipe/{self.name}"


RECIPES = {
    recipe.name: recipe
    for recipe in (
        Recipe(name="aws-ecomm-recommended-for-you", explores=True),
        Recipe(
            name="aws-ecomm-customers-who-viewed-x-also-viewed",
            event_type=EventType.VIEW,
        ),
        Recipe(
            name="aws-ecomm-frequently-bought-together",
            event_type=EventType.PURCHASE,
        ),
        Recipe(
            name="aws-ecomm-popular-items-by-purchases",
            event_type=EventType.PURCHASE,
        ),
        Recipe(name="aws-ecomm-popular-items-by-views", event_type=EventType.VIEW),
        Recipe(
            name="aws-user-personalization-v2", explores=True, is_billed_by_request=True
        ),
        Recipe(name="aws-user-personalization", explores=True),
        Recipe(name="aws-personalized-ranking-v2", is_billed_by_request=True),
        Recipe(name="aws-personalized-ranking"),
        Recipe(name="aws-similar-items"),
        Recipe(name="aws-sims"),
        Recipe(name="aws-trending-now"),
        Recipe(name="aws-popularity-count"),
    )
}
PERSONAL = ("aws-user-personalization-v2", "aws-user-personalization")
RELATED = ("aws-similar-items", "aws-sims")
POPULAR = ("aws-popularity-count", "aws-trending-now")
# The first is the default; a custom dataset group can have only the others.
CHOICES: dict[str, tuple[str, ...]] = {
    UseCase.RECOMMENDED_FOR_YOU: ("aws-ecomm-recommended-for-you", *PERSONAL),
    UseCase.CUSTOMERS_ALSO_VIEWED: (
        "aws-ecomm-customers-who-viewed-x-also-viewed",
        "aws-sims",
        "aws-similar-items",
    ),
    UseCase.FREQUENTLY_BOUGHT_TOGETHER: (
        "aws-ecomm-frequently-bought-together",
        "aws-sims",
        "aws-similar-items",
    ),
    UseCase.SIMILAR_ITEMS: RELATED,
    UseCase.BEST_SELLERS: (
        "aws-ecomm-popular-items-by-purchases",
        "aws-popularity-count",
    ),
    UseCase.MOST_VIEWED: ("aws-ecomm-popular-items-by-views", "aws-popularity-count"),
    UseCase.TRENDING_NOW: ("aws-trending-now", "aws-popularity-count"),
    RANKING: ("aws-personalized-ranking-v2", "aws-personalized-ranking"),
}
# What a custom recipe has to be told to learn from, where a domain recipe knows.
LEARNS_FROM: dict[str, str] = {
    UseCase.CUSTOMERS_ALSO_VIEWED: EventType.VIEW,
    UseCase.FREQUENTLY_BOUGHT_TOGETHER: EventType.PURCHASE,
    UseCase.BEST_SELLERS: EventType.PURCHASE,
    UseCase.MOST_VIEWED: EventType.VIEW,
}
# Amazon allows five campaigns in a group unless asked for more.
DEFAULT_CUSTOM = (
    UseCase.RECOMMENDED_FOR_YOU,
    UseCase.SIMILAR_ITEMS,
    UseCase.BEST_SELLERS,
    UseCase.TRENDING_NOW,
    RANKING,
)


def get_choices(use_case: str, domain: str) -> list[Recipe]:
    """Return the recipes that a dataset group of the domain can have for it."""
    recipes = [RECIPES[name] for name in CHOICES[use_case]]
    return [each for each in recipes if domain or not each.is_of_a_domain]


def get_default_names(domain: str) -> list[str]:
    return [str(name) for name in (NAMES if domain else DEFAULT_CUSTOM)]
