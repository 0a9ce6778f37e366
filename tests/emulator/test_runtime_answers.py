"""What is recommended, for whom."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.emulator.trained import NUM_ITEMS, START, Shop, make_history, open_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with open_shop(tmp_path_factory.mktemp("data")) as shop:
        shop.fill(make_history())
        shop.put_items()
        shop.tracking_id = shop.add_tracker()
        yield shop


@pytest.fixture(scope="module")
def for_you(shop: Shop) -> str:
    return shop.recommender("recommended-for-you")


@pytest.fixture(scope="module")
def best_sellers(shop: Shop) -> str:
    return shop.recommender("popular-items-by-purchases")


@pytest.fixture(scope="module")
def bought_together(shop: Shop) -> str:
    return shop.recommender("frequently-bought-together")


@pytest.fixture(scope="module")
def also_viewed(shop: Shop) -> str:
    return shop.recommender("customers-who-viewed-x-also-viewed")


@pytest.fixture(scope="module")
def campaign(shop: Shop) -> str:
    return shop.campaign("aws-user-personalization-v2")


def test_users_are_shown_what_those_like_them_like(shop: Shop, campaign: str) -> None:
    assert {one[0] for one in shop.ask(campaign, userId="u0", numResults=5)} == {"a"}
    assert {one[0] for one in shop.ask(campaign, userId="u1", numResults=5)} == {"b"}


def test_what_was_bought_is_left_out_for_you(shop: Shop, for_you: str) -> None:
    bought = {row[1] for row in make_history() if row[:3:2] == ("u0", "Purchase")}
    assert bought
    assert bought.isdisjoint(shop.ask(for_you, userId="u0", numResults=500))


def test_25_items_are_the_default_and_all_there_are_the_most(
    shop: Shop, campaign: str
) -> None:
    assert len(shop.ask(campaign, userId="u0")) == 2 * NUM_ITEMS
    assert len(shop.ask(campaign, userId="u0", numResults=3)) == 3


def test_unknown_users_are_shown_what_is_popular(shop: Shop, campaign: str) -> None:
    assert shop.ask(campaign, userId="who?") == shop.ask(campaign, userId="else")


def test_best_sellers_are_those_bought_most(shop: Shop, best_sellers: str) -> None:
    bought = [row[1] for row in make_history() if row[2] == "Purchase"]
    ranked = shop.ask(best_sellers, userId="u0")
    counts = [bought.count(item_id) for item_id in ranked]
    assert counts == sorted(counts, reverse=True)
    assert set(ranked) == set(bought)


def test_items_bought_with_an_item_come_before_popular_ones(
    shop: Shop, bought_together: str
) -> None:
    found = shop.ask(bought_together, itemId="b3", numResults=2)
    assert {one[0] for one in found} == {"b"}
    assert "b3" not in found


def test_an_unknown_item_is_no_error(shop: Shop, bought_together: str) -> None:
    assert len(shop.ask(bought_together, itemId="what?", numResults=5)) == 5


def test_also_viewed_leaves_out_what_the_user_bought(
    shop: Shop, also_viewed: str
) -> None:
    bought = {row[1] for row in make_history() if row[:3:2] == ("u0", "Purchase")}
    found = shop.ask(also_viewed, userId="u0", itemId="a1", numResults=20)
    assert found
    assert bought.isdisjoint(found)


def test_scores_are_shares_of_one(shop: Shop, campaign: str) -> None:
    found = shop.ask_in_full(campaign, userId="u0")
    scores = [one["score"] for one in found]
    assert sum(scores) == pytest.approx(1, abs=0.05)


def test_recommenders_give_no_scores(
    shop: Shop, for_you: str, bought_together: str
) -> None:
    assert shop.ask_in_full(for_you, userId="u1", numResults=1)[0].keys() == {"itemId"}
    (found,) = shop.ask_in_full(bought_together, itemId="a1", numResults=1)
    assert found.keys() == {"itemId"}


def test_an_answer_has_an_id_that_events_can_give_back(
    shop: Shop, campaign: str
) -> None:
    answer = shop.runtime.get_recommendations(campaignArn=campaign, userId="u0")
    assert answer["recommendationId"].startswith("RID-")
    assert len(answer["recommendationId"]) <= 40


def test_an_event_changes_the_next_answer(shop: Shop, for_you: str) -> None:
    shop.put(shop.tracking_id, "b4", userId="fresh", sentAt=START + 10**6)
    found = shop.ask(for_you, userId="fresh", numResults=5)
    assert {one[0] for one in found} == {"b"}


def test_a_guest_asks_with_the_session(shop: Shop, for_you: str) -> None:
    shop.put(shop.tracking_id, "a4", sessionId="visit", sentAt=START + 10**6)
    found = shop.ask(for_you, userId="visit", numResults=5)
    assert {one[0] for one in found} == {"a"}


def test_a_purchase_leaves_the_list_at_once(shop: Shop, for_you: str) -> None:
    shop.put(shop.tracking_id, "a4", userId="buyer")
    best = shop.ask(for_you, userId="buyer")[0]
    shop.put(shop.tracking_id, best, userId="buyer", eventType="Purchase")
    assert best not in shop.ask(for_you, userId="buyer")


def test_context_is_taken(shop: Shop, campaign: str) -> None:
    assert shop.ask(campaign, userId="u0", context={"DEVICE": "phone"})
