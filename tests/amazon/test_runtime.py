from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.amazon import AmazonStandIn

PREFIX = "arn:aws:personalize:eu-west-1:123456789012"
RECOMMENDER = f"{PREFIX}:recommender/shop-recommended-for-you"
VIEWED = f"{PREFIX}:recommender/shop-also-viewed"
TOGETHER = f"{PREFIX}:recommender/shop-frequently-bought-together"
CAMPAIGN = f"{PREFIX}:campaign/shop"
RANKING = f"{PREFIX}:campaign/shop-ranking"
STOPPED = f"{PREFIX}:recommender/stopped"
FILTER = f"{PREFIX}:filter/available"


@pytest.fixture(autouse=True)
def recommenders(amazon: AmazonStandIn) -> None:
    amazon.recommend(RECOMMENDER, ["3", "1", "2"])
    amazon.recommend(VIEWED, ["4"])
    amazon.recommend(TOGETHER, ["5"])
    amazon.recommend(CAMPAIGN, [str(number) for number in range(600)])
    amazon.recommend(RANKING, ["3", "1", "2"])
    amazon.recommend(STOPPED, ["1"], active=False)
    amazon.filters[FILTER] = ""


def ids(items: list[dict[str, Any]]) -> list[str]:
    return [item["itemId"] for item in items]


def test_a_recommender_answers_in_order_and_without_scores(runtime_client: Any) -> None:
    answer = runtime_client.get_recommendations(recommenderArn=RECOMMENDER, userId="u")
    assert answer["itemList"] == [{"itemId": "3"}, {"itemId": "1"}, {"itemId": "2"}]
    assert answer["recommendationId"].startswith("RID-")
    assert len(answer["recommendationId"]) <= 40


def test_a_campaign_answers_with_scores_that_sum_to_one(runtime_client: Any) -> None:
    items = runtime_client.get_recommendations(
        campaignArn=CAMPAIGN, userId="u", numResults=3
    )["itemList"]
    assert ids(items) == ["0", "1", "2"]
    assert sum(item["score"] for item in items) == pytest.approx(1)
    assert items[0]["score"] > items[1]["score"]


@pytest.mark.parametrize(("asked", "answered"), [({}, 25), ({"numResults": 500}, 500)])
def test_as_many_items_come_back_as_were_asked_for(
    runtime_client: Any, asked: dict[str, int], answered: int
) -> None:
    answer = runtime_client.get_recommendations(
        campaignArn=CAMPAIGN, userId="u", **asked
    )
    assert len(answer["itemList"]) == answered


def test_ranking_orders_the_list_and_puts_unknown_items_last(
    runtime_client: Any,
) -> None:
    answer = runtime_client.get_personalized_ranking(
        campaignArn=RANKING, userId="u", inputList=["9", "1", "2", "3"]
    )
    assert ids(answer["personalizedRanking"]) == ["3", "1", "2", "9"]
    assert "score" not in answer["personalizedRanking"][-1]


def test_filters_with_quoted_strings_or_numbers_are_accepted(
    runtime_client: Any,
) -> None:
    values = {"CATEGORY": '"shoes","boots"', "PRICE": "20.5"}
    answer = runtime_client.get_recommendations(
        recommenderArn=RECOMMENDER, userId="u", filterArn=FILTER, filterValues=values
    )
    assert ids(answer["itemList"]) == ["3", "1", "2"]


@pytest.mark.parametrize(
    "request_",
    [
        {"userId": "u"},
        {"userId": "u", "campaignArn": CAMPAIGN, "recommenderArn": RECOMMENDER},
        {"userId": "u", "campaignArn": RECOMMENDER},
        {"userId": "u", "recommenderArn": CAMPAIGN},
        {"userId": "u", "campaignArn": CAMPAIGN, "numResults": 0},
        {"userId": "u", "campaignArn": CAMPAIGN, "numResults": 501},
        {"userId": "u", "campaignArn": RANKING},
        {"campaignArn": CAMPAIGN},
        {"recommenderArn": RECOMMENDER},
        {"recommenderArn": RECOMMENDER, "itemId": "1"},
        {"recommenderArn": RECOMMENDER, "userId": ""},
        {"recommenderArn": VIEWED, "userId": "u"},
        {"recommenderArn": VIEWED, "itemId": "1"},
        {"recommenderArn": TOGETHER, "userId": "u"},
        {"campaignArn": CAMPAIGN, "userId": "u", "filterArn": CAMPAIGN},
        {"campaignArn": CAMPAIGN, "userId": "u", "filterValues": {"A": "shoes"}},
        {"campaignArn": CAMPAIGN, "userId": "u", "metadataColumns": {"ITEMS": ["A"]}},
    ],
)
def test_requests_the_service_cannot_answer_are_invalid_input(
    runtime_client: Any, request_: dict[str, Any]
) -> None:
    with pytest.raises(runtime_client.exceptions.InvalidInputException):
        runtime_client.get_recommendations(**request_)


@pytest.mark.parametrize(
    "request_",
    [
        {"campaignArn": f"{PREFIX}:campaign/unknown"},
        {"recommenderArn": f"{PREFIX}:recommender/unknown"},
        {"recommenderArn": STOPPED},
        {"campaignArn": CAMPAIGN, "filterArn": f"{PREFIX}:filter/unknown"},
    ],
)
def test_what_does_not_exist_or_is_stopped_is_not_found(
    runtime_client: Any, request_: dict[str, Any]
) -> None:
    with pytest.raises(runtime_client.exceptions.ResourceNotFoundException) as error:
        runtime_client.get_recommendations(userId="u", **request_)
    assert error.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


@pytest.mark.parametrize(
    "members",
    [
        {"campaignArn": "nope"},
        {"campaignArn": f"{CAMPAIGN}{'x' * 256}"},
        {"userId": "u" * 257},
        {"itemId": "i" * 257},
        {"context": {"A KEY": "v"}},
        {"context": {"KEY": "v" * 1001}},
        {"filterValues": {f"K{number}": "1" for number in range(26)}},
        {"filterValues": {"$CATEGORY": "1"}},
        {"filterValues": {"CATEGORY": "1" * 1001}},
        {"promotions": [{"name": "a"}, {"name": "b"}]},
        {"promotions": [{"name": "a", "percentPromotedItems": 101}]},
        {"promotions": [{"name": "-a"}]},
        {"metadataColumns": {"ITEMS": ["A"], "USERS": ["B"]}},
    ],
)
def test_the_maximums_of_the_model_hold(
    runtime_client: Any, members: dict[str, Any]
) -> None:
    request = {"campaignArn": CAMPAIGN, "userId": "u"} | members
    with pytest.raises(ClientError) as error:
        runtime_client.get_recommendations(**request)
    assert error.value.response["Error"]["Code"] == "ValidationException"


@pytest.mark.parametrize(
    "members",
    [
        {"inputList": ["1"] * 501},
        {"inputList": []},
        {"inputList": [""]},
        {"userId": ""},
        {"campaignArn": RECOMMENDER},
        {"campaignArn": f"{PREFIX}:campaign/user-personalization"},
    ],
)
def test_ranking_keeps_to_its_limits(
    amazon: AmazonStandIn, runtime_client: Any, members: dict[str, Any]
) -> None:
    amazon.recommend(f"{PREFIX}:campaign/user-personalization", ["1"])
    request = {"campaignArn": RANKING, "userId": "u", "inputList": ["1"]} | members
    with pytest.raises(runtime_client.exceptions.InvalidInputException):
        runtime_client.get_personalized_ranking(**request)


def test_a_named_recipe_decides_over_the_name_of_the_arn(
    amazon: AmazonStandIn, runtime_client: Any
) -> None:
    amazon.recommend(CAMPAIGN, ["1"], recipe="aws-similar-items")
    answer = runtime_client.get_recommendations(campaignArn=CAMPAIGN, itemId="2")
    assert answer["itemList"] == [{"itemId": "1"}]
