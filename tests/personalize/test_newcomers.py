from __future__ import annotations

import numpy as np
import pytest

from personalize.engine.features import ItemFeatures, ItemRow
from personalize.engine.recommender import Recommender
from personalize.engine.scoring import Reason, ScoredItem
from tests.personalize.crowds import (
    count_of_group,
    get_ids,
    log_crowd,
    name_item,
    viewed,
)


def describe_crowd(*new: ItemRow) -> ItemFeatures:
    """Items of a group share words; the new ones have not been seen by anyone."""
    known = [
        ItemRow(
            item_id=name_item(group, place),
            text=f"thing{group}thing number{place}number",
            categories=(f"category-{group}",),
        )
        for group in range(20)
        for place in range(10)
    ]
    return ItemFeatures.from_rows([*known, *new])


def describe_new(item_id: str, text: str = "", *categories: str) -> ItemRow:
    return ItemRow(item_id=item_id, text=text, categories=categories)


@pytest.fixture(scope="module")
def model() -> Recommender:
    newcomers = [
        describe_new("close", "thing7thing number3number", "category-7"),
        describe_new("distant", "thing7thing of quite another kind of a sort"),
        describe_new("unlike", "nothing that anybody ever heard of"),
        describe_new("bare"),
    ]
    return Recommender().fit_log(log_crowd(), features=describe_crowd(*newcomers))


def place_of(item_id: str, found: list[ScoredItem]) -> int:
    return get_ids(found).index(item_id)


def test_a_new_item_comes_among_those_it_is_like(model: Recommender) -> None:
    found = model.recommend(viewed("group-7/1"), 10)
    assert "close" in get_ids(found)
    assert count_of_group(found, 7) == 9


def test_the_more_a_new_item_is_like_what_suits_the_higher_it_comes(
    model: Recommender,
) -> None:
    found = model.recommend(viewed("group-7/1"), 300)
    assert place_of("close", found) < place_of("distant", found)
    assert place_of("distant", found) < place_of("unlike", found)


def test_a_new_item_is_no_match_for_another_taste(model: Recommender) -> None:
    found = get_ids(model.recommend(viewed("group-2/1"), 20))
    assert not {"close", "distant", "unlike", "bare"} & {*found}


def test_a_new_item_says_what_it_is_like(model: Recommender) -> None:
    found = model.recommend(viewed("group-7/1"), 10)
    close = found[place_of("close", found)]
    assert (close.reason, close.because_item_id) == (Reason.ALIKE, "group-7/1")


def test_a_new_item_is_ranked_by_what_it_is_like(model: Recommender) -> None:
    ranked = model.rank(["unlike", "group-2/2", "close"], viewed("group-7/1"))
    assert ranked[0].item_id == "close"


def test_items_without_features_are_ranked_as_before() -> None:
    log = log_crowd(100, groups=5)
    undescribed = ItemFeatures.from_rows([describe_new("bare")])
    plain = Recommender().fit_log(log).recommend(viewed("group-1/1"), 5)
    found = Recommender().fit_log(log, features=undescribed)
    assert get_ids(found.recommend(viewed("group-1/1"), 5)) == get_ids(plain)


def test_a_shop_of_new_items_alone_has_something_to_say() -> None:
    rows = [describe_new(f"new-{n}", "one word", "category") for n in range(5)]
    model = Recommender().fit([], [], [], [], features=ItemFeatures.from_rows(rows))
    found = model.recommend(viewed("new-1"))
    assert sorted(get_ids(found)) == ["new-0", "new-2", "new-3", "new-4"]
    assert np.isfinite([item.score for item in found]).all()
