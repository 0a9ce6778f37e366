from __future__ import annotations

import pytest

from personalize.engine.event_log import EventLog
from personalize.engine.features import ItemFeatures, ItemFilter, ItemRow
from personalize.engine.knowledge import MIN_VIEWERS
from personalize.engine.recommender import Recommender
from personalize.engine.related import Kind
from tests.personalize.crowds import POTS, SHOES, get_ids, learn_two_tastes
from tests.personalize.histories import NOW, add_visits, learn

KINDS = list(Kind)


@pytest.fixture(scope="module")
def model() -> Recommender:
    return learn_two_tastes()


def test_what_was_viewed_with_it_is_similar(model: Recommender) -> None:
    assert sorted(get_ids(model.similar_items("boot"))) == ["sandal", "sneaker"]


def test_similar_items_of_several_are_summed_up(model: Recommender) -> None:
    found = get_ids(model.similar_items("boot", "sandal", "pan", num_results=1))
    assert found == ["sneaker"]


def test_similar_items_of_several_hold_what_goes_with_each(model: Recommender) -> None:
    found = get_ids(model.similar_items("boot", "pan"))
    assert set(found) == {*SHOES, *POTS} - {"boot", "pan"}


def test_asking_twice_for_an_item_is_asking_once(model: Recommender) -> None:
    assert model.similar_items("boot", "boot") == model.similar_items("boot")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("item_ids", [(), ("unheard of",)])
def test_what_is_not_known_has_nothing_like_it(
    model: Recommender, item_ids: tuple[str, ...], kind: Kind
) -> None:
    assert model.similar_items(*item_ids, kind=kind) == []


def test_excluded_items_are_left_out(model: Recommender) -> None:
    assert get_ids(model.similar_items("boot", exclude=["sandal"])) == ["sneaker"]


def test_popular_items_are_not_similar_to_everything() -> None:
    visits = [("lamp", "bulb", "bag")] * 3 + [(f"item-{n}", "bag") for n in range(60)]
    assert get_ids(learn(visits).similar_items("lamp"))[0] == "bulb"


def test_an_item_in_half_of_all_events_does_not_crowd_out_the_others() -> None:
    visits = [(*SHOES, "bag")] * 3 + [("bag", f"x-{n}") for n in range(2000)]
    found = get_ids(learn(visits).similar_items("boot"))
    assert set(found[:2]) == {"sandal", "sneaker"}


def test_neighbours_in_time_are_closer_than_the_ends_of_a_long_visit() -> None:
    visits = [tuple(f"item-{place:02}" for place in range(30))] * 3
    assert get_ids(learn(visits).similar_items("item-00"))[0] == "item-01"


def test_fresh_evidence_outweighs_old() -> None:
    log = EventLog()
    add_visits(log, "abc", "tree", "lights", days_ago=720)
    add_visits(log, "def", "tree", "star")
    model = Recommender().fit_log(log)
    assert get_ids(model.similar_items("tree"))[0] == "star"


def test_a_view_is_no_purchase(model: Recommender) -> None:
    assert model.similar_items("boot", kind=Kind.BOUGHT) == []


def test_alike_is_also_what_the_shop_says_is_alike() -> None:
    rows = [
        ItemRow(item_id="boot", text="Leather boot", categories=("shoes",)),
        ItemRow(item_id="new boot", text="Leather boot, red", categories=("shoes",)),
        ItemRow(item_id="pan", text="Iron pan", categories=("kitchen",)),
    ]
    model = learn([("boot", "pan")] * 3, features=ItemFeatures.from_rows(rows))
    found = get_ids(model.similar_items("boot", kind=Kind.SIMILAR))
    assert sorted(found) == ["new boot", "pan"]
    assert get_ids(model.similar_items("boot", kind=Kind.VIEWED)) == ["pan"]


def test_what_goes_with_it_may_be_narrowed() -> None:
    rows = [ItemRow(item_id="pan", price=30.0), ItemRow(item_id="pot", price=90.0)]
    features = ItemFeatures.from_rows(rows)
    model = learn([POTS] * 3, features=features)
    found = model.similar_items("wok", among=ItemFilter(max_price=50.0))
    assert get_ids(found) == ["pan"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("event_type", ["View", "Purchase"])
def test_what_one_alone_did_together_stays_private(kind: Kind, event_type: str) -> None:
    log = EventLog()
    add_visits(log, ["somebody"], "wig", "balm", event_type=event_type)
    add_visits(log, ["somebody"], "wig", "balm", event_type=event_type, days_ago=3)
    add_visits(log, ["another"], "wig", event_type=event_type)
    add_visits(log, ["yet another"], "balm", event_type=event_type)
    assert Recommender().fit_log(log).similar_items("wig", kind=kind) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_one_alone_did_together_a_second_ago_stays_private(kind: Kind) -> None:
    model = learn([("wig",), ("balm",)] * 3)
    model.partial_fit(["one", "one"], ["wig", "balm"], ["View"] * 2, [NOW, NOW + 60])
    model.partial_fit(["one", "one"], ["balm", "wig"], ["View"] * 2, [NOW + 90] * 2)
    assert model.similar_items("wig", kind=kind) == []


def test_what_enough_did_together_a_second_ago_shows() -> None:
    model = learn([("wig",), ("balm",)] * 3)
    visitors = [f"visitor {n // 2}" for n in range(2 * MIN_VIEWERS)]
    times = [NOW + 60 * n for n in range(2 * MIN_VIEWERS)]
    items = ["wig", "balm"] * MIN_VIEWERS
    model.partial_fit(visitors, items, ["View"] * len(items), times)
    assert get_ids(model.similar_items("wig")) == ["balm"]


def test_what_one_did_before_and_another_now_is_known_of_two() -> None:
    model = learn([("wig", "balm"), ("pan",), ("pot",)])
    model.partial_fit(["other"] * 2, ["wig", "balm"], ["View"] * 2, [NOW, NOW + 60])
    assert get_ids(model.similar_items("wig")) == ["balm"]


@pytest.mark.parametrize(("buyers", "found"), [(2, []), (3, ["ink"])])
def test_what_fewer_than_three_shoppers_bought_together_stays_private(
    buyers: int, found: list[str]
) -> None:
    model = learn([("pen", "ink")] * buyers, event_type="Purchase")
    assert get_ids(model.similar_items("pen", kind=Kind.BOUGHT)) == found


def test_one_shopper_who_buys_it_often_is_still_one_shopper() -> None:
    log = EventLog()
    add_visits(log, "a", "pen", "ink", event_type="Purchase", days_ago=7)
    add_visits(log, "a", "pen", "ink", event_type="Purchase", days_ago=14)
    add_visits(log, "a", "pen", "ink", event_type="Purchase")
    assert Recommender().fit_log(log).num_pairs == 0


def test_shoppers_who_buy_it_in_either_order_are_counted_once() -> None:
    log = EventLog()
    add_visits(log, "abc", "pen", "ink", event_type="Purchase", days_ago=7)
    add_visits(log, "ab", "ink", "pen", event_type="Purchase")
    found = Recommender().fit_log(log).similar_items("pen", kind=Kind.BOUGHT)
    assert [item.count for item in found] == [3]
