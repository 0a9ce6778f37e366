from __future__ import annotations

from math import inf, nan

import numpy as np
import pytest

from personalize.engine.event_log import EventLog
from personalize.engine.recommender import Recommender
from personalize.engine.related import Kind
from personalize.engine.situation import describe
from tests.personalize.crowds import SHOES, count_of_group, get_ids, log_crowd, viewed
from tests.personalize.histories import NOW, add_visits, learn


def shuffle(log: EventLog, *, seed: int = 1) -> EventLog:
    """The same events in another order."""
    rows = np.random.default_rng(seed).permutation(len(log))
    visitors, items = [*log.visitor_ids], [*log.item_ids]
    return EventLog().extend(
        [visitors[n] for n in log.visitors[rows]],
        [items[n] for n in log.item_codes[rows]],
        [[*log.event_types][n] for n in log.types[rows]],
        log.times[rows],
    )


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        Recommender().fit(["a"], ["b", "c"], ["View"], [NOW])


def test_columns_teach_what_a_log_does() -> None:
    log = log_crowd(60, groups=3)
    visitors, items = [*log.visitor_ids], [*log.item_ids]
    model = Recommender().fit(
        [visitors[n] for n in log.visitors],
        [items[n] for n in log.item_codes],
        ["View"] * len(log),
        log.times,
    )
    expected = Recommender().fit_log(log).recommend(viewed("group-0/1"))
    assert model.recommend(viewed("group-0/1")) == expected


def test_a_model_says_how_much_it_learnt() -> None:
    model = learn([SHOES] * 4)
    counts = (model.num_events, model.num_visitors, model.num_items)
    assert counts == (12, 4, 3)
    assert model.trained_until == NOW + 120


def test_fitting_again_forgets_what_was_learnt_before() -> None:
    model = learn([SHOES] * 3)
    model.fit(["a", "b"], ["pan", "pan"], ["View", "View"], [NOW, NOW])
    assert get_ids(model.recommend([])) == ["pan"]


def test_searches_teach_nothing() -> None:
    model = learn([("boot", "sandal")] * 5, event_type="Search")
    assert (model.num_pairs, model.num_items) == (0, 0)


def test_what_only_searches_name_is_never_recommended() -> None:
    log = EventLog()
    add_visits(log, "abc", *SHOES)
    add_visits(log, "abc", "", event_type="Search")
    assert "" not in get_ids(Recommender().fit_log(log).recommend(viewed("boot")))


def test_events_may_come_in_any_order() -> None:
    log = log_crowd(100, groups=5)
    expected = Recommender().fit_log(log).recommend(viewed("group-0/1", "group-3/2"))
    model = Recommender().fit_log(shuffle(log))
    assert model.recommend(viewed("group-0/1", "group-3/2")) == expected


def test_the_same_event_told_twice_counts_once() -> None:
    twice = EventLog()
    add_visits(twice, "abcabc", *SHOES)
    model = Recommender().fit_log(twice)
    assert model.num_events == 9
    assert model.recommend([]) == learn([SHOES] * 3).recommend([])


def test_the_same_item_a_minute_later_counts_again() -> None:
    log = EventLog()
    add_visits(log, "abc", "boot", "boot")
    assert Recommender().fit_log(log).num_events == 6


def test_an_event_of_the_year_3000_does_not_make_all_others_old() -> None:
    log = EventLog()
    add_visits(log, "abc", *SHOES)
    expected = Recommender().fit_log(log).similar_items("boot")
    add_visits(log, ["time traveller"], "sandal", days_ago=-350_000)
    found = Recommender().fit_log(log).similar_items("boot")
    assert get_ids(found) == get_ids(expected)
    assert found[0].score == pytest.approx(expected[0].score, rel=0.1)


def test_what_is_dated_in_the_future_happens_now() -> None:
    log = EventLog()
    add_visits(log, "abc", *SHOES, days_ago=-350_000)
    assert Recommender().fit_log(log).trained_until < 40 * NOW


@pytest.mark.parametrize("moment", [nan, -1.0, -1e300, -inf, inf, 1e300, 0.0])
def test_an_impossible_time_harms_nobody(moment: float) -> None:
    log = log_crowd(100, groups=5)
    log.extend(["lost", "visitor-7"], ["group-1/1"] * 2, ["View"] * 2, [moment] * 2)
    found = Recommender().fit_log(log).recommend(viewed("group-0/1"), 5)
    assert count_of_group(found, 0) == 5
    assert np.isfinite([item.score for item in found]).all()


@pytest.mark.parametrize("moment", [nan, inf, -inf, 0.0, -5.0])
def test_a_log_of_impossible_times_alone_is_learnt(moment: float) -> None:
    model = Recommender().fit("aabbcc", "xyxyxy", ["View"] * 6, [moment] * 6)
    assert get_ids(model.recommend(viewed("x"))) == ["y"]


def test_what_lies_decades_apart_is_a_pair_still() -> None:
    log = EventLog()
    add_visits(log, "abc", "boot", days_ago=19_000)
    add_visits(log, "abc", "sandal")
    assert get_ids(Recommender().fit_log(log).similar_items("boot")) == ["sandal"]


def test_more_than_256_types_do_not_pass_for_those_that_count() -> None:
    names = [f"made-up type {n}" for n in range(1000)]
    log = EventLog().extend(names, names, names, [NOW] * 1000)
    assert log.weights.sum() == 0
    add_visits(log, "abc", "boot", event_type="Purchase")
    assert log.weights[-3:].tolist() == [4.0, 4.0, 4.0]


def test_bought_together_means_in_one_basket() -> None:
    log = EventLog()
    add_visits(log, "abc", "pen", "ink", event_type="Purchase", days_ago=9)
    add_visits(log, "abc", "car", event_type="Purchase")
    model = Recommender().fit_log(log)
    assert get_ids(model.similar_items("pen", kind=Kind.BOUGHT)) == ["ink"]


def test_what_one_does_again_and_again_is_one_item_of_the_past() -> None:
    found = describe(np.array([3, 3, 1, -1]), np.array([1.0, 4, 2, 1]), age=0, now=NOW)
    assert found.items.tolist() == [3, 1]
    assert found.weights.tolist() == [4.0, 2.0]
    assert found.times.tolist() == [2, 1]
