"""Asking for recommendations in the way each use case wants to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from personalize.backends.amazon_narrowing import Narrowed
from personalize.backends.base import Query
from personalize.enums import UseCase

# The most items that one call returns or ranks, and the most with their metadata.
MAX_ITEMS = 500
MAX_ITEMS_WITH_METADATA = 50
MAX_METADATA_COLUMNS = 10
# Where Amazon was not told all of a filter: of so many times the items enough may pass.
SPARE_FACTOR = 4
# Amazon answers these for a user only.
NEEDS_USER = {
    UseCase.RECOMMENDED_FOR_YOU,
    UseCase.CUSTOMERS_ALSO_VIEWED,
    UseCase.BEST_SELLERS,
    UseCase.MOST_VIEWED,
}


def is_cold(query: Query) -> bool:
    if query.use_case.needs_item and not query.item_ids:
        return True
    return query.use_case in NEEDS_USER and not query.visitor.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Extras:
    """What else is asked with, and asked for, by every request.

    ``device`` is the column of the Interactions schema that holds the device,
    ``metadata`` are columns of the Items schema.
    """

    device: str = ""
    metadata: tuple[str, ...] = ()

    @property
    def max_items(self) -> int:
        return MAX_ITEMS_WITH_METADATA if self.metadata else MAX_ITEMS

    def describe_context(self, query: Query) -> dict[str, Any]:
        if not self.device or not query.device:
            return {}
        return {"context": {self.device: query.device}}

    def choose_metadata(self) -> dict[str, Any]:
        if not self.metadata:
            return {}
        return {"metadataColumns": {"ITEMS": list(self.metadata)}}


NO_EXTRAS = Extras()


def how_many(query: Query, narrowed: Narrowed) -> int:
    """Return how many items to take: more where some will not pass the filter."""
    if narrowed.is_open:
        return SPARE_FACTOR * query.num_results
    return query.num_results


def ask_for(
    arn: str, query: Query, narrowed: Narrowed, extras: Extras = NO_EXTRAS
) -> dict[str, Any]:
    """Describe a call of GetRecommendations."""
    # As many more as may have to be left out.
    num_results = how_many(query, narrowed) + len(query.exclude)
    is_recommender = arn.split(":", 5)[-1].startswith("recommender/")
    request = {
        "recommenderArn" if is_recommender else "campaignArn": arn,
        "numResults": max(1, min(num_results, extras.max_items)),
    }
    # Needed by most, and by the filters of the others.
    if query.visitor.id:
        request["userId"] = query.visitor.id
    if query.use_case.needs_item:
        # Amazon takes one. Of a cart, the item added last: it is what is on the mind.
        request["itemId"] = query.item_ids[0]
    context = extras.describe_context(query)
    return {**request, **context, **narrowed.fields, **extras.choose_metadata()}


def ask_to_rank(arn: str, query: Query, extras: Extras = NO_EXTRAS) -> dict[str, Any]:
    """Describe a call of GetPersonalizedRanking. A filter would remove items."""
    return {
        "campaignArn": arn,
        "userId": query.visitor.id,
        "inputList": list(query.item_ids[:MAX_ITEMS]),
        **extras.describe_context(query),
    }


def find_region(arns: Sequence[str]) -> str:
    """Return the region that the first ARN names: the others cannot be elsewhere."""
    named = (arn.split(":")[3] for arn in arns if arn.count(":") >= 5)
    return next(named, "")
