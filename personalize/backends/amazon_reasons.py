"""What Amazon recommends an item for, and how we put it to a shopper."""

from __future__ import annotations

from personalize.enums import ReasonCode, UseCase

# What each use case is made for.
USE_CASE_REASONS = {
    UseCase.RECOMMENDED_FOR_YOU: ReasonCode.RECOMMENDED,
    UseCase.CUSTOMERS_ALSO_VIEWED: ReasonCode.VIEWED_TOGETHER,
    UseCase.FREQUENTLY_BOUGHT_TOGETHER: ReasonCode.BOUGHT_TOGETHER,
    UseCase.SIMILAR_ITEMS: ReasonCode.RECOMMENDED,
    UseCase.BEST_SELLERS: ReasonCode.POPULAR,
    UseCase.MOST_VIEWED: ReasonCode.POPULAR,
    UseCase.TRENDING_NOW: ReasonCode.TRENDING,
}
PROMOTED = "Promoted item"
# What some recipes say of single items, which are there for that and nothing else.
ITEM_REASONS = {
    "Exploration": ReasonCode.EXPLORATION,
    "Popular item": ReasonCode.POPULAR,
    PROMOTED: ReasonCode.PROMOTED,
}
