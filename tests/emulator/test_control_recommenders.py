from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.world import (
    FOR_YOU,
    PERSONALIZATION,
    RECIPE,
    make_dataset,
    make_group,
    make_recommender,
)

pytestmark = pytest.mark.usefixtures("untrained")


@pytest.fixture
def recommender(personalize: Any, group: str) -> str:
    make_dataset(personalize, group)
    return make_recommender(personalize, group)


def describe(client: Any, arn: str) -> dict[str, Any]:
    return dict(client.describe_recommender(recommenderArn=arn)["recommender"])


def test_a_recommender_is_made_of_a_use_case(
    personalize: Any, recommender: str
) -> None:
    described = describe(personalize, recommender)
    config = {"minRecommendationRequestsPerSecond": 1}
    assert described["recipeArn"] == FOR_YOU
    assert described["recommenderConfig"] == config


@pytest.mark.parametrize(
    "recipe", [PERSONALIZATION, f"{RECIPE}aws-vod-top-picks"], ids=str
)
def test_other_recipes_are_no_use_cases_of_a_shop(
    personalize: Any, group: str, recipe: str
) -> None:
    make_dataset(personalize, group)
    with pytest.raises(personalize.exceptions.InvalidInputException, match="use case"):
        personalize.create_recommender(
            name="other", datasetGroupArn=group, recipeArn=recipe
        )


def test_custom_groups_have_no_recommenders(personalize: Any) -> None:
    group = make_group(personalize, "custom", domain=None)
    with pytest.raises(personalize.exceptions.InvalidInputException):
        make_recommender(personalize, group)


def test_a_recommender_needs_interactions(personalize: Any, group: str) -> None:
    with pytest.raises(
        personalize.exceptions.InvalidInputException, match="Interactions"
    ):
        make_recommender(personalize, group)


def test_a_recommender_stops_and_starts(personalize: Any, recommender: str) -> None:
    personalize.stop_recommender(recommenderArn=recommender)
    assert describe(personalize, recommender)["status"] == "INACTIVE"
    personalize.start_recommender(recommenderArn=recommender)
    assert describe(personalize, recommender)["status"] == "ACTIVE"


def test_what_runs_cannot_be_started(personalize: Any, recommender: str) -> None:
    with pytest.raises(personalize.exceptions.ResourceInUseException):
        personalize.start_recommender(recommenderArn=recommender)


def test_what_is_stopped_cannot_be_stopped(personalize: Any, recommender: str) -> None:
    personalize.stop_recommender(recommenderArn=recommender)
    with pytest.raises(personalize.exceptions.ResourceInUseException):
        personalize.stop_recommender(recommenderArn=recommender)


def test_the_configuration_can_be_changed(personalize: Any, recommender: str) -> None:
    config = {"enableMetadataWithRecommendations": True}
    personalize.update_recommender(recommenderArn=recommender, recommenderConfig=config)
    described = describe(personalize, recommender)
    assert described["recommenderConfig"]["enableMetadataWithRecommendations"] is True
    assert described["latestRecommenderUpdate"]["status"] == "ACTIVE"


def test_only_columns_that_exist_can_be_left_out(
    personalize: Any, recommender: str
) -> None:
    columns = {"INTERACTIONS": ["EVENT_VALUE", "WEATHER"]}
    config = {"trainingDataConfig": {"excludedDatasetColumns": columns}}
    with pytest.raises(personalize.exceptions.InvalidInputException, match="WEATHER"):
        personalize.update_recommender(
            recommenderArn=recommender, recommenderConfig=config
        )


def test_recommenders_are_listed_with_their_recipes(
    personalize: Any, group: str, recommender: str
) -> None:
    answer = personalize.list_recommenders(datasetGroupArn=group)
    (summary,) = answer["recommenders"]
    assert summary["recommenderArn"] == recommender
    assert summary["recipeArn"] == FOR_YOU
