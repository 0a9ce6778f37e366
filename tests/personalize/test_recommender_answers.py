from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from personalize.engine.recommender import Recommender
from personalize.engine.scoring import Action, Reason
from tests.personalize.crowds import (
    POTS,
    SHOES,
    count_of_group,
    get_ids,
    learn_two_tastes,
    log_crowd,
    viewed,
)
from tests.personalize.histories import NOW, learn

DAY = 86_400.0
IDS = st.sampled_from(["a", "b", "c", "", "x\0", "\0", "😀", "\ud800", "ab"])
TYPES = st.sampled_from(["View", "Purchase", "AddToCart", "Search", "?"])
TIMES = st.floats(allow_nan=True, allow_infinity=True) | st.floats(0, 2e9)
EVENTS = st.lists(st.tuples(IDS, IDS, TYPES, TIMES), max_size=12)
ACTIONS = st.builds(Action, item_id=IDS, event_type=TYPES, age=TIMES)


@pytest.fixture(scope="module")
def model() -> Recommender:
    return learn_two_tastes()


@pytest.fixture(scope="module")
def crowd() -> Recommender:
    return Recommender().fit_log(log_crowd())


def score_of(item_id: str, model: Recommender, history: list[Action]) -> float:
    scores = {item.item_id: item.score for item in model.recommend(history)}
    return scores[item_id]


def test_what_others_viewed_with_it_comes_first(model: Recommender) -> None:
    found = get_ids(model.recommend(viewed("boot")))
    assert sorted(found[:2]) == ["sandal", "sneaker"]


def test_a_list_is_full_though_little_is_known(model: Recommender) -> None:
    assert sorted(get_ids(model.recommend(viewed("boot"), 5))) == sorted(
        {*SHOES, *POTS} - {"boot"}
    )


def test_one_click_tells_what_a_newcomer_is_after(crowd: Recommender) -> None:
    found = crowd.recommend(viewed("group-7/3"), 5)
    assert count_of_group(found, 7) == 5


def test_the_latest_view_counts_most(model: Recommender) -> None:
    found = get_ids(model.recommend(viewed("pan", "boot")))
    assert found[0] == "pot"


def test_what_was_viewed_before_counts_too(crowd: Recommender) -> None:
    found = crowd.recommend(viewed("group-3/1", "group-8/2"), 20)
    assert count_of_group(found, 8) >= 5


def test_a_purchase_counts_more_than_a_view(model: Recommender) -> None:
    bought = [Action(item_id="pan"), Action(item_id="boot", event_type="Purchase")]
    seen = [Action(item_id="pan"), Action(item_id="boot")]
    assert score_of("sandal", model, bought) > score_of("sandal", model, seen)


def test_scores_are_probabilities_that_fall(crowd: Recommender) -> None:
    scores = [item.score for item in crowd.recommend(viewed("group-1/1"), 500)]
    assert scores == sorted(scores, reverse=True)
    assert 0.99 < sum(scores) <= 1.000001


def test_what_the_visitor_saw_is_not_recommended_again(model: Recommender) -> None:
    found = get_ids(model.recommend(viewed("boot", "sandal")))
    assert found[0] == "sneaker"
    assert not {"boot", "sandal"} & set(found)


def test_what_the_visitor_saw_comes_again_where_that_is_asked(
    model: Recommender,
) -> None:
    assert "boot" in get_ids(model.recommend(viewed("boot"), repeats=True))


def test_excluded_items_are_left_out(model: Recommender) -> None:
    found = get_ids(model.recommend(viewed("boot"), exclude=["sandal", "unheard of"]))
    assert found[0] == "sneaker"
    assert "sandal" not in found


def test_without_a_history_what_is_popular_is_recommended() -> None:
    model = learn([("boot",), ("pan",), ("sandal", "pan"), ("pan", "sandal")])
    found = model.recommend([])
    assert get_ids(found) == get_ids(model.popular()) == ["pan", "sandal", "boot"]
    assert {item.reason for item in found} == {Reason.POPULAR}


def test_an_unknown_item_tells_nothing(model: Recommender) -> None:
    history = viewed("a thing with a name longer than any known")
    assert model.recommend(history) == model.recommend([])
    assert not model.knows([history[0].item_id])


@pytest.mark.parametrize("num_results", [0, -1])
def test_nothing_is_asked_and_nothing_answered(
    model: Recommender, num_results: int
) -> None:
    assert model.recommend(viewed("boot"), num_results) == []
    assert model.popular(num_results) == []


def test_more_than_there_is_gives_all_there_is(crowd: Recommender) -> None:
    found = get_ids(crowd.recommend(viewed("group-1/1"), 10_000))
    assert len(found) == len(set(found)) == crowd.num_items - 1


def test_a_long_history_is_no_error(crowd: Recommender) -> None:
    history = viewed(*(f"group-{n % 20}/{n % 10}" for n in range(5_000)))
    assert len(crowd.recommend(history, 5)) == 5


def test_what_a_visitor_did_is_not_what_others_like() -> None:
    model = learn([SHOES] * 3 + [("boot", "anvil")])
    alone = model.recommend(viewed("boot"), visitor_id="visitor-3")
    assert get_ids(alone)[-1] == "anvil"


def test_the_moment_of_the_question_may_be_given(crowd: Recommender) -> None:
    found = crowd.recommend(viewed("group-7/3"), 5, now=NOW - 3 * DAY)
    assert count_of_group(found, 7) == 5


def test_what_most_do_is_popular() -> None:
    model = learn([("boot",), ("pan",), ("pan", "boot"), ("pan",)])
    assert get_ids(model.popular(exclude=["boot"])) == ["pan"]


def test_what_has_just_begun_to_sell_is_trending() -> None:
    visits = [(f"old-{n % 5}",) for n in range(100)]
    model = learn([*visits, *[("novelty",)] * 4], days_apart=0.1)
    found = model.trending(1)
    assert get_ids(found) == ["novelty"]
    assert found[0].reason == Reason.TRENDING


def test_a_ranking_puts_what_suits_the_visitor_first(model: Recommender) -> None:
    ranked = get_ids(model.rank(["new", "pan", "sandal", "older"], viewed("boot")))
    assert ranked == ["sandal", "pan", "new", "older"]


def test_a_ranking_gives_back_exactly_what_it_got(crowd: Recommender) -> None:
    item_ids = [f"group-{n % 25}/{n % 13}" for n in range(400)]
    ranked = crowd.rank(item_ids, viewed("group-3/3"))
    assert sorted(get_ids(ranked)) == sorted(item_ids)


def test_a_ranking_of_the_unknown_keeps_its_order(model: Recommender) -> None:
    ranked = model.rank(["z", "a", "m"], viewed("boot"))
    assert get_ids(ranked) == ["z", "a", "m"]
    assert [item.score for item in ranked] == [0.0, 0.0, 0.0]


def test_a_ranking_of_nothing_is_empty(model: Recommender) -> None:
    assert model.rank([], viewed("boot")) == []


@settings(max_examples=60, deadline=None)
@given(events=EVENTS, history=st.lists(ACTIONS, max_size=6), excluded=st.sets(IDS))
def test_no_log_and_no_history_makes_a_list_that_is_wrong(
    events: list[tuple[str, str, str, float]],
    history: list[Action],
    excluded: set[str],
) -> None:
    columns = [[event[n] for event in events] for n in range(4)]
    model = Recommender().fit(*columns)
    found = get_ids(model.recommend(history, 5, exclude=excluded))
    bought = {one.item_id for one in history if one.event_type == "Purchase"}
    seen = {one.item_id for one in history} - bought
    assert len(found) == len(set(found))
    assert not set(found) & (seen | excluded)
