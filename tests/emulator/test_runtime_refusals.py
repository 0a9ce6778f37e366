"""Questions that are not answered, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.emulator.trained import Shop, make_history, open_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with open_shop(tmp_path_factory.mktemp("data")) as shop:
        shop.fill(make_history())
        shop.put_items()
        yield shop


@pytest.fixture(scope="module")
def arns(shop: Shop) -> dict[str, str]:
    use_cases = ("recommended-for-you", "customers-who-viewed-x-also-viewed")
    recipes = ("aws-user-personalization", "aws-personalized-ranking", "aws-sims")
    made = {one: shop.recommender(one) for one in use_cases}
    return made | {one: shop.campaign(one) for one in recipes}


@pytest.mark.parametrize(
    ("name", "options", "reason"),
    [
        ("recommended-for-you", {}, "userId is needed"),
        ("customers-who-viewed-x-also-viewed", {"userId": "u1"}, "itemId is needed"),
        ("customers-who-viewed-x-also-viewed", {"itemId": "a1"}, "userId is needed"),
        ("aws-sims", {"userId": "u1"}, "itemId is needed"),
        ("aws-personalized-ranking", {"userId": "u1"}, "does not answer"),
        ("recommended-for-you", {"userId": "u1", "numResults": 0}, "from 1 to 500"),
        ("recommended-for-you", {"userId": "u1", "numResults": 501}, "from 1 to 500"),
        (
            "recommended-for-you",
            {"userId": "u1", "metadataColumns": {"ITEMS": ["PRICE"]}, "numResults": 5},
            "Metadata is not switched on",
        ),
        (
            "recommended-for-you",
            {"userId": "u1", "filterValues": {"A": '"b"'}},
            "needs a filterArn",
        ),
    ],
)
def test_a_question_that_does_not_fit_is_refused(
    shop: Shop, arns: dict[str, str], name: str, options: dict[str, Any], reason: str
) -> None:
    refusal = shop.runtime.exceptions.InvalidInputException
    with pytest.raises(refusal, match=reason):
        shop.ask(arns[name], **options)


def test_one_of_campaign_and_recommender_answers(
    shop: Shop, arns: dict[str, str]
) -> None:
    both = {
        "recommenderArn": arns["recommended-for-you"],
        "campaignArn": arns["aws-sims"],
    }
    refusal = shop.runtime.exceptions.InvalidInputException
    with pytest.raises(refusal, match="Exactly one"):
        shop.runtime.get_recommendations(**both, userId="u1", itemId="a1")
    with pytest.raises(refusal, match="Exactly one"):
        shop.runtime.get_recommendations(userId="u1")


def test_the_arn_of_another_kind_is_refused(shop: Shop, arns: dict[str, str]) -> None:
    refusal = shop.runtime.exceptions.InvalidInputException
    with pytest.raises(refusal, match="not the ARN of a campaign"):
        shop.runtime.get_recommendations(
            campaignArn=arns["recommended-for-you"], userId="u1"
        )


def test_what_does_not_exist_is_not_found(shop: Shop, arns: dict[str, str]) -> None:
    with pytest.raises(shop.runtime.exceptions.ResourceNotFoundException):
        shop.ask(arns["aws-sims"] + "-not", itemId="a1")


def test_a_stopped_recommender_does_not_answer(
    shop: Shop, arns: dict[str, str]
) -> None:
    arn = arns["recommended-for-you"]
    shop.personalize.stop_recommender(recommenderArn=arn)
    with pytest.raises(
        shop.runtime.exceptions.ResourceNotFoundException, match="INACTIVE"
    ):
        shop.ask(arn, userId="u1")
    shop.personalize.start_recommender(recommenderArn=arn)
    assert shop.ask(arn, userId="u1")


def test_only_ranking_recipes_rank(shop: Shop, arns: dict[str, str]) -> None:
    refusal = shop.runtime.exceptions.InvalidInputException
    with pytest.raises(refusal, match="does not rank"):
        shop.runtime.get_personalized_ranking(
            campaignArn=arns["aws-sims"], userId="u1", inputList=["a1"]
        )


@pytest.mark.parametrize("number", [0, 501])
def test_a_ranking_takes_up_to_500_items(
    shop: Shop, arns: dict[str, str], number: int
) -> None:
    refusal = shop.runtime.exceptions.ClientError
    with pytest.raises(refusal, match="500|greater"):
        shop.runtime.get_personalized_ranking(
            campaignArn=arns["aws-personalized-ranking"],
            userId="u1",
            inputList=[f"a{one}" for one in range(number)],
        )
