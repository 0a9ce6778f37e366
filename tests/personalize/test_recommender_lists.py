from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personalize.engine.choosing import OFF, Dials, mix
from personalize.engine.features import ItemFeatures, ItemFilter, ItemRow
from personalize.engine.recommender import Recommender
from personalize.engine.scoring import Reason, ScoredItem
from tests.personalize.crowds import (
    DAY,
    count_of_group,
    get_ids,
    log_crowd,
    name_item,
    viewed,
)
from tests.personalize.histories import NOW

# Beside the items of the crowd, those that the shop has had for a few days.
NOVELTIES = 30
HISTORY = viewed("group-3/1", "group-5/2")


def describe_shop() -> ItemFeatures:
    """Each group is a category of its own, and item n of any group costs n."""
    old = [
        ItemRow(
            item_id=name_item(group, place),
            text=f"thing{group}thing",
            categories=("all", f"category-{group}"),
            price=float(place),
            added=NOW - 100 * DAY,
        )
        for group in range(20)
        for place in range(10)
    ]
    new = [
        replace(old[0], item_id=f"novelty-{n}", added=NOW - n * DAY, price=99)
        for n in range(NOVELTIES)
    ]
    return ItemFeatures.from_rows([*old, *new])


@pytest.fixture(scope="module")
def model() -> Recommender:
    return Recommender().fit_log(log_crowd(), features=describe_shop())


def narrow(category: str = "", **prices: float) -> ItemFilter:
    return ItemFilter(categories=frozenset({category} - {""}), **prices)


def ask(model: Recommender, limit: int = 10, **dials: float) -> list[ScoredItem]:
    return model.recommend(HISTORY, limit, dials=Dials(**dials))  # type: ignore[arg-type]


def categories_of(found: list[ScoredItem]) -> set[str]:
    return {item.item_id.split("/")[0] for item in found}


def test_a_filtered_list_is_full_where_so_many_pass(model: Recommender) -> None:
    found = model.recommend(HISTORY, 9, among=narrow("category-17"))
    assert count_of_group(found, 17) == len(found) == 9


def test_a_filtered_list_holds_all_that_pass(model: Recommender) -> None:
    found = model.recommend(HISTORY, 100, among=narrow("category-17"))
    assert count_of_group(found, 17) == len(found) == 10


def test_a_filtered_list_begins_with_what_suits_the_visitor(
    model: Recommender,
) -> None:
    found = model.recommend(HISTORY, 20, among=narrow(max_price=4.0))
    assert len(found) == 20
    assert count_of_group(found[:3], 3) + count_of_group(found[:3], 5) == 3


def test_what_costs_too_much_is_never_in_a_list(model: Recommender) -> None:
    found = model.recommend(HISTORY, 100, among=narrow(min_price=2.0, max_price=4.0))
    assert {item.item_id[-1] for item in found} == {"2", "3", "4"}


@pytest.mark.parametrize(
    "where", [narrow("category-99"), narrow(min_price=100.0), narrow(max_price=-1.0)]
)
def test_where_nothing_passes_there_is_no_list(
    model: Recommender, where: ItemFilter
) -> None:
    assert model.recommend(HISTORY, among=where) == []
    assert model.popular(among=where) == model.trending(among=where) == []
    assert model.similar_items("group-3/1", among=where) == []


def test_a_list_is_full_though_all_that_is_popular_is_excluded(
    model: Recommender,
) -> None:
    popular = get_ids(model.popular(190))
    found = get_ids(model.recommend([], 10, exclude=popular))
    assert len(found) == 10
    assert not {*found} & {*popular}


def test_what_is_popular_may_be_narrowed(model: Recommender) -> None:
    found = model.popular(5, among=narrow("category-17"))
    assert count_of_group(found, 17) == 5


FILTERS = st.builds(
    ItemFilter,
    categories=st.sampled_from(["", "all", "category-3", "category-8", "none"]).map(
        lambda name: frozenset({name} - {""})
    ),
    min_price=st.none() | st.integers(-1, 12),
    max_price=st.none() | st.integers(-1, 12),
)
DIALS = st.builds(
    Dials,
    diversity=st.sampled_from([0.0, 0.5, 1.0]),
    new_items=st.sampled_from([0.0, 0.3, 1.0]),
)


def find_allowed(model: Recommender, where: ItemFilter) -> set[str]:
    (numbers,) = model.knowledge.facts.mask(where).nonzero()
    return set(model.knowledge.items.ids_of(numbers))


@settings(max_examples=40, deadline=None)
@given(
    where=FILTERS,
    limit=st.integers(0, 30),
    seen=st.sets(st.integers(0, 9), max_size=5),
    dials=DIALS,
)
def test_a_filtered_list_is_right(
    model: Recommender, where: ItemFilter, limit: int, seen: set[int], dials: Dials
) -> None:
    history = viewed(*(name_item(3, place) for place in seen))
    found = get_ids(model.recommend(history, limit, among=where, dials=dials))
    allowed = find_allowed(model, where) - {action.item_id for action in history}
    assert {*found} <= allowed
    assert len(found) == len({*found}) == min(limit, len(allowed))


def test_dials_that_are_off_change_nothing(model: Recommender) -> None:
    assert model.recommend(HISTORY, dials=Dials()) == model.recommend(HISTORY)
    assert Dials() == OFF


def test_diversity_brings_in_what_is_less_alike(model: Recommender) -> None:
    plain, varied = ask(model), ask(model, diversity=0.6)
    assert len(varied) == len(plain) == 10
    assert varied[0] == plain[0]
    assert len(categories_of(varied)) > len(categories_of(plain)) == 2


def test_a_little_diversity_leaves_most_of_the_list(model: Recommender) -> None:
    plain, varied = get_ids(ask(model)), get_ids(ask(model, diversity=0.05))
    assert len({*plain} & {*varied}) >= 8


@pytest.mark.parametrize("cap", [1, 2, 3])
def test_of_a_category_no_more_come_than_its_cap(model: Recommender, cap: int) -> None:
    found = ask(model, max_per_category=cap)
    counts = [count_of_group(found, group) for group in range(20)]
    assert len(found) == 10
    assert max(counts) == cap


def test_a_cap_is_kept_though_the_list_gets_shorter(model: Recommender) -> None:
    found = model.recommend(
        HISTORY, among=narrow("category-17"), dials=Dials(max_per_category=2)
    )
    assert count_of_group(found, 17) == len(found) == 2


def test_the_cap_is_that_of_the_most_specific_category(model: Recommender) -> None:
    assert len(ask(model, 20, max_per_category=1)) == 20


@pytest.mark.parametrize(("share", "count"), [(0.2, 2), (0.3, 3), (0.5, 5)])
def test_new_items_get_their_share_of_the_places(
    model: Recommender, share: float, count: int
) -> None:
    found = ask(model, new_items=share)
    new = [item for item in found if item.reason == Reason.NEW]
    assert len(new) == count
    assert all(item.item_id.startswith("novelty") for item in new)
    assert found[0] == ask(model)[0]


def test_new_items_that_do_not_pass_get_no_place(model: Recommender) -> None:
    found = model.recommend(
        HISTORY,
        exclude=["novelty-0"],
        among=narrow(min_price=50.0),
        dials=Dials(new_items=0.5),
    )
    expected = {f"novelty-{n}" for n in range(1, NOVELTIES)}
    assert len(found) == 10
    assert set(get_ids(found)) <= expected


def test_new_items_keep_to_the_cap_as_well(model: Recommender) -> None:
    found = ask(model, max_per_category=2, new_items=0.5)
    of_one = [item for item in found if item.item_id.startswith("novelty")]
    assert len(of_one) + count_of_group(found, 0) <= 2


def test_a_shop_without_dates_has_no_new_items() -> None:
    model = Recommender().fit_log(log_crowd(60, groups=3))
    assert ask(model, new_items=0.5) == ask(model)


@pytest.mark.parametrize(
    "dials",
    [{"diversity": -0.1}, {"diversity": 1.1}, {"new_items": 2}, {"new_items": -1}],
)
def test_dials_go_from_0_to_1(dials: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be between 0 and 1"):
        Dials(**dials)  # type: ignore[arg-type]


def test_a_cap_is_not_negative() -> None:
    with pytest.raises(ValueError, match="must not be negative"):
        Dials(max_per_category=-1)


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (0.0, "abcdef"),
        (0.25, "abcXde"),
        (0.5, "aXbYcZ"),
        (1.0, "XYZabc"),
        (0.1, "abcdef"),
    ],
)
def test_what_is_new_is_spread_over_the_list(share: float, expected: str) -> None:
    assert "".join(mix("abcdef", "XYZ", share)) == expected
