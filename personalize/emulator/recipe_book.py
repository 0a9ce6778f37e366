"""The recipes of Amazon Personalize, with what each one asks for."""

from __future__ import annotations

from dataclasses import dataclass

from personalize.emulator.columns import ECOMMERCE, VIDEO_ON_DEMAND
from personalize.emulator.errors import InvalidInputError, ResourceNotFoundError

ARN_PREFIX = "arn:aws:personalize:::recipe/"

USER_PERSONALIZATION = "USER_PERSONALIZATION"
POPULAR_ITEMS = "POPULAR_ITEMS"
PERSONALIZED_RANKING = "PERSONALIZED_RANKING"
RELATED_ITEMS = "RELATED_ITEMS"
PERSONALIZED_ACTIONS = "PERSONALIZED_ACTIONS"
USER_SEGMENTATION = "USER_SEGMENTATION"

USER = ("userId",)
ITEM = ("itemId",)
USER_AND_ITEM = ("userId", "itemId")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    name: str
    recipe_type: str
    description: str
    needs: tuple[str, ...] = ()
    """The ids that GetRecommendations must be given."""
    domain: str | None = None
    """Set for the use cases that a recommender is made of."""
    event_type: str | None = None
    """The type of event it needs 1000 of; any type when there is none."""
    has_scores: bool = False

    @property
    def arn(self) -> str:
        return ARN_PREFIX + self.name


USE_CASES = (
    Recipe(
        name="aws-ecomm-popular-items-by-views",
        recipe_type=POPULAR_ITEMS,
        description="Most viewed: popular items by the number of their views.",
        needs=USER,
        domain=ECOMMERCE,
        event_type="View",
    ),
    Recipe(
        name="aws-ecomm-popular-items-by-purchases",
        recipe_type=POPULAR_ITEMS,
        description="Best sellers: popular items by the number of their purchases.",
        needs=USER,
        domain=ECOMMERCE,
        event_type="Purchase",
    ),
    Recipe(
        name="aws-ecomm-frequently-bought-together",
        recipe_type=RELATED_ITEMS,
        description="Items that are often bought together with an item.",
        needs=ITEM,
        domain=ECOMMERCE,
        event_type="Purchase",
    ),
    Recipe(
        name="aws-ecomm-customers-who-viewed-x-also-viewed",
        recipe_type=RELATED_ITEMS,
        description="Items that those who viewed an item viewed as well.",
        needs=USER_AND_ITEM,
        domain=ECOMMERCE,
        event_type="View",
    ),
    Recipe(
        name="aws-ecomm-recommended-for-you",
        recipe_type=USER_PERSONALIZATION,
        description="Items chosen for one user, without what the user has bought.",
        needs=USER,
        domain=ECOMMERCE,
    ),
    Recipe(
        name="aws-vod-because-you-watched-x",
        recipe_type=RELATED_ITEMS,
        description="Items that those who watched an item watched as well.",
        needs=USER_AND_ITEM,
        domain=VIDEO_ON_DEMAND,
        event_type="Watch",
    ),
    Recipe(
        name="aws-vod-more-like-x",
        recipe_type=RELATED_ITEMS,
        description="Items that resemble an item.",
        needs=USER_AND_ITEM,
        domain=VIDEO_ON_DEMAND,
    ),
    Recipe(
        name="aws-vod-most-popular",
        recipe_type=POPULAR_ITEMS,
        description="The items watched most.",
        needs=USER,
        domain=VIDEO_ON_DEMAND,
        event_type="Watch",
    ),
    Recipe(
        name="aws-vod-top-picks",
        recipe_type=USER_PERSONALIZATION,
        description="Items chosen for one user.",
        needs=USER,
        domain=VIDEO_ON_DEMAND,
    ),
    Recipe(
        name="aws-vod-trending-now",
        recipe_type=POPULAR_ITEMS,
        description="Items that are gaining popularity fastest.",
        needs=USER,
        domain=VIDEO_ON_DEMAND,
        event_type="Watch",
    ),
)

PERSONALIZING = (
    "aws-user-personalization-v2",
    "aws-user-personalization",
    "aws-hrnn",
    "aws-hrnn-metadata",
    "aws-hrnn-coldstart",
)
RANKING = ("aws-personalized-ranking-v2", "aws-personalized-ranking")

CUSTOM = (
    *(
        Recipe(
            name=name,
            recipe_type=USER_PERSONALIZATION,
            description="Predicts the items a user will interact with.",
            needs=USER,
            has_scores=True,
        )
        for name in PERSONALIZING
    ),
    *(
        Recipe(
            name=name,
            recipe_type=PERSONALIZED_RANKING,
            description="Puts a list of items in the order that suits a user.",
            needs=USER,
            has_scores=True,
        )
        for name in RANKING
    ),
    Recipe(
        name="aws-trending-now",
        recipe_type=POPULAR_ITEMS,
        description="Items that are gaining popularity fastest.",
    ),
    Recipe(
        name="aws-popularity-count",
        recipe_type=POPULAR_ITEMS,
        description="The items with the most interactions.",
    ),
    Recipe(
        name="aws-similar-items",
        recipe_type=RELATED_ITEMS,
        description="Items that resemble an item, by interactions and metadata.",
        needs=ITEM,
    ),
    Recipe(
        name="aws-sims",
        recipe_type=RELATED_ITEMS,
        description="Items that occur together with an item in histories.",
        needs=ITEM,
    ),
    Recipe(
        name="aws-semantic-similarity",
        recipe_type=RELATED_ITEMS,
        description="Items that resemble an item in what they mean.",
        needs=ITEM,
    ),
    Recipe(
        name="aws-next-best-action",
        recipe_type=PERSONALIZED_ACTIONS,
        description="Predicts the actions a user will take.",
        needs=USER,
        has_scores=True,
    ),
    Recipe(
        name="aws-item-affinity",
        recipe_type=USER_SEGMENTATION,
        description="Users with an affinity to an item. Batch segment jobs only.",
    ),
    Recipe(
        name="aws-item-attribute-affinity",
        recipe_type=USER_SEGMENTATION,
        description="Users with an affinity to an attribute. Batch segment jobs only.",
    ),
)

RECIPES = {recipe.arn: recipe for recipe in (*USE_CASES, *CUSTOM)}


def get_recipe(arn: str) -> Recipe:
    """Return a recipe by its ARN, or refuse the ARN as Amazon does."""
    if ":recipe/" not in arn:
        raise InvalidInputError(f"{arn} is not the ARN of a recipe.")
    if arn not in RECIPES:
        raise ResourceNotFoundError(f"Resource Arn {arn} does not exist.")
    return RECIPES[arn]
