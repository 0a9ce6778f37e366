from __future__ import annotations

import pytest

from personalize.engine.event_log import EventLog
from personalize.engine.features import ItemFeatures, ItemRow
from personalize.engine.recommender import Recommender
from personalize.engine.related import Kind
from personalize.engine.scoring import Action, Reason
from tests.personalize.crowds import get_ids, learn_two_tastes, log_crowd, viewed
from tests.personalize.histories import add_visits, learn


@pytest.fixture(scope="module")
def model() -> Recommender:
    return learn_two_tastes()


@pytest.fixture(scope="module")
def crowd() -> Recommender:
    return Recommender().fit_log(log_crowd())


def log_baskets(buyers: int) -> EventLog:
    """Shoppers who bought pen and ink together, and others who bought either."""
    log = EventLog()
    for number in range(buyers):
        who = [f"buyer-{number}"]
        add_visits(log, who, "pen", "ink", event_type="Purchase", days_ago=2 * number)
    for number in range(20):
        who = [f"viewer-{number}"]
        add_visits(log, who, f"x-{number % 4}", "pen", days_ago=number)
    return log


def test_an_item_comes_because_of_what_the_visitor_saw(model: Recommender) -> None:
    found = model.recommend(viewed("pan", "boot"), 4)
    because = {item.item_id: item.because_item_id for item in found}
    assert because == {"pot": "pan", "wok": "pan", "sandal": "boot", "sneaker": "boot"}


def test_whatever_is_named_as_a_reason_is_of_the_history(crowd: Recommender) -> None:
    history = viewed("group-1/1", "group-2/2", "group-3/3", "group-4/4")
    found = crowd.recommend(history, 50)
    because = {item.because_item_id for item in found if item.because_item_id}
    assert because <= {action.item_id for action in history}
    assert len(because) >= 3


def test_what_none_of_the_visitors_items_speaks_for_is_popular(
    model: Recommender,
) -> None:
    found = model.recommend(viewed("boot"))[2:]
    assert {(item.reason, item.because_item_id) for item in found} == {
        (Reason.POPULAR, "")
    }


def test_without_a_history_all_is_popular(crowd: Recommender) -> None:
    found = crowd.recommend([], 30)
    assert {item.reason for item in found} == {Reason.POPULAR}
    assert {item.because_item_id for item in found} == {""}


@pytest.mark.parametrize("buyers", [3, 7])
def test_a_count_says_how_many_bought_both(buyers: int) -> None:
    model = Recommender().fit_log(log_baskets(buyers))
    (found,) = model.similar_items("pen", kind=Kind.BOUGHT)
    assert (found.item_id, found.because_item_id) == ("ink", "pen")
    assert (found.reason, found.count) == (Reason.BOUGHT_TOGETHER, buyers)


def test_a_count_goes_with_what_is_recommended_too() -> None:
    found = Recommender().fit_log(log_baskets(8)).recommend(viewed("pen"))
    ink = next(item for item in found if item.item_id == "ink")
    assert (ink.reason, ink.count) == (Reason.BOUGHT_TOGETHER, 8)
    assert ink.because_item_id == "pen"


def test_a_count_below_three_is_not_told() -> None:
    found = Recommender().fit_log(log_baskets(2)).recommend(viewed("pen"))
    assert {item.count for item in found} == {0}


def test_what_goes_with_several_names_the_one_that_says_most(
    model: Recommender,
) -> None:
    found = model.similar_items("boot", "pan")
    because = {item.item_id: item.because_item_id for item in found}
    assert because == {"pot": "pan", "wok": "pan", "sandal": "boot", "sneaker": "boot"}


def test_what_nobody_saw_comes_because_it_is_alike() -> None:
    rows = [
        ItemRow(item_id="boot", text="red leather boot", categories=("shoes",)),
        ItemRow(item_id="novelty", text="red leather boot", categories=("shoes",)),
        ItemRow(item_id="pan", text="iron pan", categories=("kitchen",)),
    ]
    visits = [("boot", "sandal"), ("pan", "pot")] * 4
    features = ItemFeatures.from_rows(rows)
    model = learn(visits, days_apart=1, features=features)
    found = {item.item_id: item for item in model.recommend(viewed("boot"))}
    assert found["novelty"].reason == Reason.ALIKE
    assert found["novelty"].because_item_id == "boot"


def log_milk() -> EventLog:
    """Six shoppers who buy milk every week."""
    log = EventLog()
    for week in range(8):
        add_visits(log, "abcdef", "milk", event_type="Purchase", days_ago=7 * week)
    return log


def test_what_people_buy_again_comes_again() -> None:
    log = log_milk()
    once = ("lamp", "sofa", "oven")
    add_visits(log, "abcdef", *once, event_type="Purchase", days_ago=1)
    bought = [Action(item_id=each, event_type="Purchase") for each in ("oven", "milk")]
    found = Recommender().fit_log(log).recommend(bought)
    assert set(get_ids(found)) == {"milk", "lamp", "sofa"}
    assert (found[0].item_id, found[0].reason, found[0].because_item_id) == (
        "milk",
        Reason.AGAIN,
        "",
    )


def test_what_people_buy_again_does_not_come_to_who_only_saw_it() -> None:
    assert Recommender().fit_log(log_milk()).recommend(viewed("milk")) == []


def test_what_rose_of_late_is_trending() -> None:
    visits = [(f"old-{n % 5}",) for n in range(100)] + [("novelty",)] * 4
    found = learn(visits, days_apart=0.1).trending(1)
    assert [(item.item_id, item.reason) for item in found] == [
        ("novelty", Reason.TRENDING)
    ]
