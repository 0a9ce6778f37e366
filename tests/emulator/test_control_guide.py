"""What a guide to Personalize got wrong, and what the service answers to it."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from personalize.emulator import Emulator
from tests.emulator.conftest import Post
from tests.emulator.schemas import field, schema
from tests.emulator.world import (
    RECIPE,
    make_campaign,
    make_dataset,
    make_group,
    make_schema,
    make_solution,
    make_version,
)

CAMPAIGN = "arn:aws:personalize:eu-west-1:123456789012:campaign/shop"


@pytest.mark.parametrize("domain", ["E-commerce", "ecommerce"])
def test_the_name_in_the_console_is_not_the_domain(
    personalize: Any, domain: str
) -> None:
    with pytest.raises(ClientError) as refusal:
        make_group(personalize, domain=domain)
    assert refusal.value.response["Error"]["Code"] == "ValidationException"
    assert "[ECOMMERCE, VIDEO_ON_DEMAND]" in str(refusal.value)


def test_items_with_a_category_of_their_own_lack_one(personalize: Any) -> None:
    fields = [
        field("ITEM_ID"),
        field("CATEGORY", categorical=True),
        field("PRICE", "float"),
    ]
    with pytest.raises(
        personalize.exceptions.InvalidInputException, match="CATEGORY_L1"
    ):
        make_schema(personalize, schema("Items", *fields))
    make_schema(personalize, schema("Items", *fields), domain=None)


@pytest.mark.parametrize("domain", ["ECOMMERCE", None])
def test_users_that_are_only_ids_are_refused(
    personalize: Any, domain: str | None
) -> None:
    with pytest.raises(personalize.exceptions.InvalidInputException):
        make_schema(personalize, schema("Users", field("USER_ID")), domain=domain)


@pytest.mark.parametrize(
    "name",
    [
        "aws-ecommerce-popular-items-by-purchases",
        "aws-ecommerce-personalized-items",
        "aws-ecommerce-related-items",
    ],
)
def test_recipes_of_the_guide_do_not_exist(
    personalize: Any, group: str, name: str
) -> None:
    make_dataset(personalize, group)
    with pytest.raises(personalize.exceptions.ResourceNotFoundException):
        make_solution(personalize, group, recipeArn=RECIPE + name)
    with pytest.raises(personalize.exceptions.ResourceNotFoundException):
        personalize.create_recommender(
            name="guide", datasetGroupArn=group, recipeArn=RECIPE + name
        )


@pytest.mark.parametrize(
    "name",
    [
        "aws-ecomm-popular-items-by-purchases",
        "aws-ecomm-recommended-for-you",
        "aws-ecomm-frequently-bought-together",
    ],
)
def test_use_cases_are_no_solutions(personalize: Any, group: str, name: str) -> None:
    with pytest.raises(
        personalize.exceptions.InvalidInputException, match="recommender"
    ):
        make_solution(personalize, group, recipeArn=RECIPE + name)


@pytest.mark.usefixtures("untrained")
def test_a_custom_recipe_is_allowed_in_the_group_of_a_shop(
    personalize: Any, group: str
) -> None:
    recipe = f"{RECIPE}aws-user-personalization"
    solution = make_solution(personalize, group, recipeArn=recipe)
    arn = make_campaign(personalize, make_version(personalize, solution))
    campaign = personalize.describe_campaign(campaignArn=arn)["campaign"]
    assert campaign["status"] == "ACTIVE"


def test_a_campaign_for_a_user_has_nothing_for_an_item(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    emulator.script(CAMPAIGN, ["1"], recipe="aws-user-personalization")
    with pytest.raises(
        personalize_runtime.exceptions.InvalidInputException, match="userId"
    ):
        personalize_runtime.get_recommendations(campaignArn=CAMPAIGN, itemId="2")


def test_a_campaign_for_an_item_has_nothing_for_a_user(
    emulator: Emulator, personalize_runtime: Any
) -> None:
    emulator.script(CAMPAIGN, ["1"], recipe="aws-similar-items")
    with pytest.raises(
        personalize_runtime.exceptions.InvalidInputException, match="itemId"
    ):
        personalize_runtime.get_recommendations(campaignArn=CAMPAIGN, userId="u")


def test_a_guest_without_a_session_cannot_be_told_of(
    emulator: Emulator, post: Post
) -> None:
    emulator.track("tracking-1")
    event = {"eventType": "View", "sentAt": 1_700_000_000, "itemId": "1"}
    body = {"trackingId": "tracking-1", "userId": "guest", "eventList": [event]}
    assert post("", body, path="/events") == (400, "ValidationException")
    assert post("", body | {"sessionId": "s"}, path="/events") == (200, None)
