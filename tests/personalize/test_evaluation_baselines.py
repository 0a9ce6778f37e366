from __future__ import annotations

import pytest

from personalize.engine.evaluation.baselines import MostPopular, RecentlyPopular
from personalize.engine.evaluation.contestants import Contestant, Engine, to_actions
from personalize.engine.evaluation.exceptions import EvaluationError
from personalize.engine.evaluation.implicit_models import (
    AlternatingLeastSquares,
    BayesianPersonalizedRanking,
    is_installed,
)
from personalize.engine.evaluation.item_knn import MAX_ITEMS_OF_A_VISITOR, ItemKnn
from personalize.engine.event_log import EventLog
from personalize.engine.scoring import Action
from tests.personalize.evaluation import make_log, make_query, make_visits

DAY = 86_400
EMPTY = EventLog()
needs_implicit = pytest.mark.skipif(
    not is_installed(), reason="the package implicit is not installed"
)
FACTORISATIONS = [AlternatingLeastSquares, BayesianPersonalizedRanking]


@pytest.mark.parametrize("baseline", [MostPopular, RecentlyPopular, ItemKnn, Engine])
def test_who_learnt_nothing_recommends_nothing(baseline: type[Contestant]) -> None:
    assert baseline().fit(EMPTY).recommend(["a"], 5) == []


def test_an_unknown_history_says_nothing() -> None:
    model = ItemKnn().fit(make_visits(u="ab", v="ab"))
    assert model.recommend(["what is this"], 5) == model.recommend([], 5) == []


def test_of_an_unknown_history_the_engine_says_what_is_popular() -> None:
    model = Engine().fit(make_visits(u="ab", v="bc", w="b"))
    assert model.recommend(["what is this"], 1) == model.recommend([], 1) == ["b"]


def test_what_most_events_are_of_comes_first() -> None:
    model = MostPopular().fit(make_visits(u="abc", v="bc", w="c"))
    assert model.recommend([], 2) == ["c", "b"]


def test_what_was_popular_lately_comes_before_what_was_long_ago() -> None:
    old = [(f"u{number}", "old", "View", 0) for number in range(5)]
    log = make_log([*old, ("u", "new", "View", 30 * DAY)])
    assert RecentlyPopular().fit(log).recommend([], 2) == ["new", "old"]
    assert MostPopular().fit(log).recommend([], 2) == ["old", "new"]


def test_a_week_halves_what_an_event_counts() -> None:
    old = [(f"u{number}", "old", "View", 0) for number in range(3)]
    log = make_log([*old, ("u", "new", "View", 7 * DAY)])
    assert RecentlyPopular().fit(log).recommend([], 1) == ["old"]


def test_items_of_the_same_visitors_are_neighbours() -> None:
    model = ItemKnn().fit(make_visits(u="ab", v="ab", w="cd", x="cd"))
    assert model.recommend(["a"], 5) == ["b"]


def test_what_everybody_has_is_no_close_neighbour() -> None:
    visits = {f"v{number}": "z" for number in range(40)}
    model = ItemKnn().fit(make_visits(u="abz", v="abz", **visits))
    assert model.recommend(["a"], 2) == ["b", "z"]


def test_a_visitor_of_few_items_says_more_than_one_of_many() -> None:
    visits = make_visits(u="ab", v="ab", w="acdefghi", x="acdefghi")
    assert ItemKnn().fit(visits).recommend(["a"], 1) == ["b"]


def test_the_last_item_of_a_history_counts_most() -> None:
    model = ItemKnn().fit(make_visits(u="ab", v="ab", w="cd", x="cd"))
    assert model.recommend(["a", "c"], 1) == ["d"]
    assert model.recommend(["c", "a", "c", "a"], 1) == ["b"]


def test_only_the_closest_neighbours_are_kept() -> None:
    visits = make_visits(u="ab", v="ab", w="ac")
    assert ItemKnn(neighbours=1).fit(visits).recommend(["a"], 5) == ["b"]


def test_of_a_bot_only_the_last_items_are_pairs() -> None:
    crawl = [
        ("bot", f"i{place}", "View", place)
        for place in range(MAX_ITEMS_OF_A_VISITOR + 1)
    ]
    model = ItemKnn().fit(make_log(crawl))
    assert model.recommend(["i0"], 5) == []
    assert len(model.recommend(["i1"], 5)) == 5


def test_the_engine_is_told_the_newest_first_with_ages() -> None:
    assert to_actions(make_query("ab")) == [
        Action(item_id="b", event_type="View", age=1),
        Action(item_id="a", event_type="View", age=2),
    ]


@pytest.mark.parametrize("baseline", FACTORISATIONS)
@pytest.mark.skipif(is_installed(), reason="the package implicit is installed")
def test_a_baseline_that_is_not_installed_says_how_to_get_it(
    baseline: type[Contestant],
) -> None:
    with pytest.raises(EvaluationError, match="pip install implicit"):
        baseline().fit(make_visits(u="ab"))


@needs_implicit
@pytest.mark.parametrize("baseline", FACTORISATIONS)
def test_a_factorisation_tells_two_tastes_apart(baseline: type[Contestant]) -> None:
    tastes = {f"v{n}": "abcde" if n % 2 else "vwxyz" for n in range(60)}
    model = baseline().fit(make_visits(**tastes))
    assert set(model.recommend(["a", "b"], 5)) == set("abcde")
    assert model.recommend(["unknown"], 5) == []
