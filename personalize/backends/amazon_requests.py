"""Asking for recommendations in the way each use case wants to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from personalize.backends.base import Query
from personalize.enums import UseCase

if TYPE_CHECKING:
    from mypy_boto3_personalize_runtime.type_defs import (
        GetRecommendationsRequestTypeDef,
    )

# The most items that one call returns or ranks.
MAX_ITEMS = 500
# Amazon is told nothing of our filters: of so many times the items enough may pass.
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


def how_many(query: Query) -> int:
    """Return how many items to take: more where some will not pass the filter."""
    wanted = SPARE_FACTOR * query.num_results if query.where else query.num_results
    return min(wanted, MAX_ITEMS)


def ask_for(arn: str, query: Query) -> GetRecommendationsRequestTypeDef:
    # As many more as may have to be left out.
    num_results = how_many(query) + len(query.exclude)
    request: GetRecommendationsRequestTypeDef = {
        "numResults": max(1, min(num_results, MAX_ITEMS))
    }
    if arn.split(":", 5)[-1].startswith("recommender/"):
        request["recommenderArn"] = arn
    else:
        request["campaignArn"] = arn
    # Needed by most, and by the filters of the others.
    if query.visitor.id:
        request["userId"] = query.visitor.id
    if query.use_case.needs_item:
        # Amazon takes one. Of a cart, the item added last: it is what is on the mind.
        request["itemId"] = query.item_ids[0]
    return request


def find_region(arns: Sequence[str]) -> str:
    """Return the region that the first ARN names: the others cannot be elsewhere."""
    named = (arn.split(":")[3] for arn in arns if arn.count(":") >= 5)
    return next(named, "")
