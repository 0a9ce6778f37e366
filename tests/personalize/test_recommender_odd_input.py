from __future__ import annotations

from collections import Counter
from itertools import repeat

import numpy as np
import pytest

from personalize.engine.event_log import EventLog
from personalize.engine.knowledge import MAX_EVENTS
from personalize.engine.nearest import (
    MAX_POSTINGS,
    PLACES,
    VISIT_NEIGHBOURS,
    find_neighbours,
)
from personalize.engine.recommender import Recommender
from personalize.engine.scoring import Reason
from personalize.engine.situation import describe
from tests.personalize.crowds import (
    VISIT,
    count_of_group,
    get_ids,
    log_crowd,
    name_item,
    viewed,
)
from tests.personalize.histories import NOW, add_visits, learn

MILLION = 1_000_000
NO_NEWS = np.empty(0, np.bool_)
STRANGE = [
    "",
    " ",
    "日本語",
    "a\nb",
    "\ud800",
    "\0",
    "a\0",
    "a\0\0",
    "😀" * 32,
    "x" * 128,
]
PREFIXES = ["a", "aa", "aaa", "a\0", "a\0a", "a ", "A"]


@pytest.fixture(scope="module")
def crowd() -> Recommender:
    return Recommender().fit_log(log_crowd())


@pytest.fixture(scope="module")
def with_bot() -> Recommender:
    """The crowd's shop, in which a bot has just looked at everything 5,000 times."""
    numbers = np.arange(MILLION)
    items = map(name_item, (numbers % 20).tolist(), (numbers // 20 % 10).tolist())
    log = log_crowd()
    log.extend(
        repeat("bot", MILLION), items, repeat("View", MILLION), NOW - numbers / 10
    )
    return Recommender().fit_log(log)


@pytest.fixture(scope="module")
def with_bag() -> Recommender:
    """Half of all events are looks at a bag, a few of them beside other items."""
    log = log_crowd(2_000)
    size = len(log)
    fans = [f"visitor-{5 * n}" for n in range(size)]
    log.extend(fans, repeat("bag", size), repeat("View", size), log.times + 30)
    return Recommender().fit_log(log)


def hits_of_groups(model: Recommender) -> list[int]:
    """For each group: how many of the five first items are of the group as well."""
    return [
        count_of_group(model.recommend(viewed(name_item(group, 1)), 5), group)
        for group in range(20)
    ]


def test_of_a_bot_the_newest_events_are_kept(with_bot: Recommender) -> None:
    assert with_bot.num_events == 400 * VISIT + MAX_EVENTS
    assert with_bot.num_visitors == 401


def test_a_bot_does_not_change_what_others_are_recommended(
    crowd: Recommender, with_bot: Recommender
) -> None:
    assert hits_of_groups(with_bot) == hits_of_groups(crowd) == [5] * 20


def test_a_bot_does_not_change_what_goes_with_what(with_bot: Recommender) -> None:
    found = [with_bot.similar_items(name_item(n, 1), num_results=5) for n in range(20)]
    assert [count_of_group(each, n) for n, each in enumerate(found)] == [5] * 20


def test_a_bot_does_not_make_a_crowd(crowd: Recommender, with_bot: Recommender) -> None:
    expected, found = get_ids(crowd.popular(10)), get_ids(with_bot.popular(10))
    assert len({*expected} & {*found}) >= 5


def test_a_bot_that_wants_one_item_sells_it_to_nobody(crowd: Recommender) -> None:
    log = log_crowd()
    times = NOW - np.arange(100_000)
    log.extend(
        repeat("bot", 100_000), repeat("spam", 100_000), ["View"] * 100_000, times
    )
    assert hits_of_groups(Recommender().fit_log(log)) == [5] * 20


def test_an_item_of_half_of_all_events_does_not_top_every_list(
    with_bag: Recommender,
) -> None:
    asked = [with_bag.recommend(viewed(name_item(n, 1)), 5) for n in range(20)]
    tops = Counter(each[0].item_id for each in asked)
    assert tops["bag"] <= 2
    assert all(count_of_group(each, n) >= 4 for n, each in enumerate(asked))


def test_an_item_of_half_of_all_events_goes_with_few(with_bag: Recommender) -> None:
    asked = [with_bag.similar_items(name_item(n, 1), num_results=3) for n in range(20)]
    tops = Counter(each[0].item_id for each in asked)
    assert tops["bag"] <= 2


def test_however_many_saw_an_item_so_many_are_looked_through(
    with_bag: Recommender,
) -> None:
    histories = with_bag.knowledge.histories
    bag = with_bag.knowledge.items.find(["bag"])
    asked = describe(bag, np.ones(1), age=0.0, now=NOW)
    found = find_neighbours(histories, asked, NO_NEWS)
    assert found
    near = found.visit_evidence()
    assert np.diff(histories.find_postings(bag), axis=0)[0][0] > MAX_POSTINGS
    assert len(found.rows) <= MAX_POSTINGS
    assert max(len(each.scores) for each in near) <= VISIT_NEIGHBOURS * (2 * PLACES + 1)


@pytest.mark.parametrize("strange", STRANGE, ids=ascii)
def test_ids_may_hold_any_characters(strange: str) -> None:
    log = EventLog()
    add_visits(log, [strange, "b", "c"], "boot", strange)
    model = Recommender().fit_log(log)
    assert get_ids(model.recommend(viewed("boot"))) == [strange]
    assert get_ids(model.similar_items(strange)) == ["boot"]
    assert get_ids(model.rank(["?", strange], viewed("boot"))) == [strange, "?"]


@pytest.mark.parametrize("item_id", PREFIXES, ids=ascii)
def test_ids_that_begin_alike_are_different_items(item_id: str) -> None:
    model = learn([(each, "goes with " + each) for each in PREFIXES] * 3)
    assert model.num_items == 2 * len(PREFIXES)
    assert get_ids(model.similar_items(item_id)) == ["goes with " + item_id]


def test_visitors_whose_ids_begin_alike_are_different() -> None:
    log = EventLog()
    add_visits(log, PREFIXES, "boot", "sandal")
    assert Recommender().fit_log(log).num_visitors == len(PREFIXES)


def test_no_events_make_a_model_that_knows_nothing() -> None:
    model = Recommender().fit([], [], [], [])
    assert (model.num_events, model.num_items, model.quality) == (0, 0, None)
    assert model.recommend(viewed("boot")) == model.similar_items("boot") == []
    assert model.popular() == model.trending() == model.recommend([]) == []


def test_a_model_that_was_never_fitted_knows_nothing() -> None:
    assert Recommender().recommend(viewed("boot")) == []
    assert Recommender().trained_until == 0.0


def test_one_event_is_what_is_popular() -> None:
    model = Recommender().fit(["a"], ["boot"], ["View"], [NOW])
    assert get_ids(model.recommend([])) == get_ids(model.popular()) == ["boot"]
    assert model.recommend(viewed("boot")) == model.similar_items("boot") == []


def test_ten_events_make_a_sane_list() -> None:
    visits = [("boot", "sandal"), ("pan", "pot"), ("boot", "sandal"), ("pan", "pot")]
    model = learn([*visits, ("boot",), ("lamp",)], days_apart=1)
    assert get_ids(model.recommend(viewed("boot"), 1)) == ["sandal"]
    assert get_ids(model.recommend(viewed("pan"), 1)) == ["pot"]
    assert len(model.recommend(viewed("lamp"))) == 4


def test_a_thousand_events_find_most_of_what_belongs_together() -> None:
    model = Recommender().fit_log(log_crowd(200))
    assert sum(hits_of_groups(model)) >= 90
    assert model.quality
    assert model.quality.ndcg > 0.3


def test_what_is_bought_alone_is_no_error() -> None:
    log = EventLog().extend("ab", ["boot"] * 2, ["Purchase"] * 2, [NOW, NOW])
    found = Recommender().fit_log(log).recommend([])
    assert [(item.item_id, item.reason) for item in found] == [("boot", Reason.POPULAR)]


def test_all_at_one_moment_is_no_error() -> None:
    model = Recommender().fit("aabbcc", "xyxyxz", ["View"] * 6, [NOW] * 6)
    assert get_ids(model.recommend(viewed("x"))) == ["y", "z"]
