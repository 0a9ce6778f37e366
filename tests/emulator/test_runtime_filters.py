"""Filters, promotions and metadata in answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulator.trained import Shop, make_history, make_items, open_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with open_shop(tmp_path_factory.mktemp("data")) as shop:
        shop.fill(make_history())
        shop.put_items()
        users = shop.add_dataset("Users")
        user = {"userId": "u1", "properties": '{"age": 16}'}
        shop.events.put_users(datasetArn=users, users=[user])
        shop.tracking_id = shop.add_tracker()
        yield shop


@pytest.fixture(scope="module")
def campaign(shop: Shop) -> str:
    return shop.campaign(
        "aws-user-personalization-v2", enableMetadataWithRecommendations=True
    )


@pytest.fixture(scope="module")
def related(shop: Shop) -> str:
    return shop.recommender("frequently-bought-together")


@pytest.fixture(scope="module")
def by_category(shop: Shop) -> str:
    text = "INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($C) AND Items.PRICE <= $MAX"
    return shop.filter(text, "by-category")


@pytest.fixture(scope="module")
def seen(shop: Shop) -> str:
    text = "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($TYPES)"
    return shop.filter(text, "seen")


def test_only_what_passes_is_recommended(
    shop: Shop, campaign: str, by_category: str
) -> None:
    values = {"C": '"b","c"', "MAX": "12"}
    found = shop.ask(campaign, userId="u0", filterArn=by_category, filterValues=values)
    assert sorted(found) == ["b0", "b1", "b2"]


def test_what_the_user_did_can_be_filtered_by(
    shop: Shop, campaign: str, seen: str
) -> None:
    values = {"TYPES": '"view"'}
    viewed = {row[1] for row in make_history() if row[:3:2] == ("u0", "View")}
    found = shop.ask(campaign, userId="u0", filterArn=seen, filterValues=values)
    assert found
    assert viewed.isdisjoint(found)


def test_an_event_reaches_filters_at_once(shop: Shop, campaign: str, seen: str) -> None:
    values = {"TYPES": '"AddToCart"'}
    options = {"userId": "u2", "filterArn": seen, "filterValues": values}
    first = shop.ask(campaign, **options)[0]
    shop.put(shop.tracking_id, first, userId="u2", eventType="AddToCart")
    assert first not in shop.ask(campaign, **options)


def test_an_item_that_is_put_reaches_filters_at_once(
    shop: Shop, related: str, by_category: str
) -> None:
    arn = f"{shop.group.replace('dataset-group', 'dataset')}/ITEMS"
    properties = json.dumps({"price": 1, "categoryL1": "sale"})
    item = {"itemId": "b9", "properties": properties}
    values = {"C": '"sale"', "MAX": "5"}
    options = {"itemId": "b1", "filterArn": by_category, "filterValues": values}
    assert shop.ask(related, **options) == []
    shop.events.put_items(datasetArn=arn, items=[item])
    assert shop.ask(related, **options) == ["b9"]
    shop.events.put_items(datasetArn=arn, items=[make_items()[-1]])
    assert shop.ask(related, **options) == []


def test_related_items_can_be_cheaper_than_the_current_one(
    shop: Shop, related: str
) -> None:
    arn = shop.filter("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE", "cheaper")
    found = shop.ask(related, itemId="a3", filterArn=arn)
    assert {"a0", "a1", "a2"} >= set(found)
    assert found


def test_the_user_can_decide_whether_a_filter_applies(
    shop: Shop, campaign: str
) -> None:
    arn = shop.filter(
        'EXCLUDE ItemID WHERE Items.CATEGORY_L1 IN ("b") IF CurrentUser.AGE < 18',
        "minors",
    )
    minors = shop.ask(campaign, userId="u1", filterArn=arn)
    assert {one[0] for one in minors} == {"a"}
    assert "b1" in shop.ask(campaign, userId="u3", filterArn=arn)


@pytest.mark.parametrize(
    ("text", "values", "reason"),
    [
        ("INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($C)", {}, "lacks C"),
        ("INCLUDE ItemID WHERE Items.PRICE < $P", {"P": '"5"'}, "must be a number"),
        ("INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($C)", {"C": "a"}, "double quotes"),
        ("INCLUDE ItemID WHERE Items.PRICE < 5", {"P": "5"}, "no parameter P"),
        ("INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE", {}, "CurrentItem"),
        ("INCLUDE UserID WHERE Users.AGE < 5", {}, "filters of ItemID only"),
    ],
)
def test_a_filter_that_does_not_fit_is_refused(
    shop: Shop, campaign: str, text: str, values: dict[str, str], reason: str
) -> None:
    arn = shop.filter(text, f"wrong-{abs(hash(text))}")
    options: dict[str, Any] = {"filterArn": arn, "filterValues": values}
    with pytest.raises(shop.runtime.exceptions.InvalidInputException, match=reason):
        shop.ask(campaign, userId="u0", **options)
    shop.personalize.delete_filter(filterArn=arn)


def test_an_expression_that_breaks_the_rules_makes_no_filter(shop: Shop) -> None:
    refusal = shop.personalize.exceptions.InvalidInputException
    with pytest.raises(refusal, match="Invalid Expression"):
        shop.filter("EXCLUDE ItemID WHERE Items.COLOUR IN ($C)", "wrong")


def test_related_items_need_the_user_when_the_filter_does(
    shop: Shop, related: str, seen: str
) -> None:
    with pytest.raises(
        shop.runtime.exceptions.InvalidInputException, match="userId is needed"
    ):
        shop.ask(related, itemId="a1", filterArn=seen)


def test_promoted_items_have_their_share_and_their_own_filter(
    shop: Shop, campaign: str, by_category: str
) -> None:
    promotion = {
        "name": "sale",
        "percentPromotedItems": 40,
        "filterArn": by_category,
        "filterValues": {"C": '"b"', "MAX": "15"},
    }
    found = shop.ask_in_full(
        campaign,
        userId="u0",
        numResults=5,
        filterArn=by_category,
        filterValues={"C": '"a"', "MAX": "9"},
        promotions=[promotion],
    )
    promoted = [one for one in found if "promotionName" in one]
    assert [one["itemId"][0] for one in promoted] == ["b", "b"]
    assert {one["reason"][0] for one in promoted} == {"Promoted item"}
    assert [one["itemId"][0] for one in found].count("a") == 3


def test_the_same_question_is_promoted_alike(
    shop: Shop, campaign: str, seen: str
) -> None:
    promotion = {"name": "x", "percentPromotedItems": 20, "filterArn": seen}
    options = {"userId": "u4", "promotions": [promotion]}
    assert shop.ask(campaign, **options) == shop.ask(campaign, **options)


def test_a_promotion_needs_a_filter(shop: Shop, campaign: str) -> None:
    refusal = shop.runtime.exceptions.InvalidInputException
    with pytest.raises(refusal, match="filterArn is needed"):
        shop.ask(campaign, userId="u0", promotions=[{"percentPromotedItems": 5}])


def test_metadata_comes_with_the_items(shop: Shop, campaign: str) -> None:
    columns = {"ITEMS": ["PRICE", "BRAND"]}
    (one,) = shop.ask_in_full(
        campaign, userId="u0", numResults=1, metadataColumns=columns
    )
    assert one["metadata"] == {"PRICE": f"{float(one['itemId'][1])}"}


@pytest.mark.parametrize("columns", [{"ITEMS": ["COLOUR"]}, {"USERS": ["AGE"]}])
def test_metadata_is_of_columns_that_exist(
    shop: Shop, campaign: str, columns: dict[str, list[str]]
) -> None:
    with pytest.raises(shop.runtime.exceptions.InvalidInputException):
        shop.ask(campaign, userId="u0", numResults=1, metadataColumns=columns)


def test_rankings_keep_what_passes(shop: Shop, by_category: str) -> None:
    campaign = shop.campaign("aws-personalized-ranking-v2")
    answer = shop.runtime.get_personalized_ranking(
        campaignArn=campaign,
        userId="u1",
        inputList=["nobody", "a1", "b1", "b2", "a1"],
    )
    ranked = answer["personalizedRanking"]
    scores = [one["score"] for one in ranked[:3]]
    assert {one["itemId"] for one in ranked[:3]} == {"a1", "b1", "b2"}
    assert scores == sorted(scores, reverse=True)
    assert ranked[3] == {"itemId": "nobody"}
    filtered = shop.runtime.get_personalized_ranking(
        campaignArn=campaign,
        userId="u1",
        inputList=["nobody", "a1", "b1", "b2"],
        filterArn=by_category,
        filterValues={"C": '"a"', "MAX": "5"},
    )
    assert [one["itemId"] for one in filtered["personalizedRanking"]] == ["a1"]
