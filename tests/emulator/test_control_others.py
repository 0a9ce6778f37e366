"""Recipes, filters, metric attributions, tags, pages and quotas."""

from __future__ import annotations

from typing import Any

import pytest

from personalize.emulator import Emulator
from tests.emulator.conftest import Connect
from tests.emulator.schemas import INTERACTION_FIELDS, schema
from tests.emulator.world import (
    FOR_YOU,
    PERSONALIZATION,
    RECIPE,
    ROLE,
    make_dataset,
    make_filter,
    make_group,
    make_schema,
    make_solution,
    make_tracker,
)

METRIC = {"eventType": "Purchase", "metricName": "revenue"}


def attribute(client: Any, group: str, *expressions: str) -> str:
    metrics = [
        {"eventType": "Purchase", "metricName": text, "expression": text}
        for text in expressions
    ]
    answer = client.create_metric_attribution(
        name="attribution",
        datasetGroupArn=group,
        metrics=metrics,
        metricsOutputConfig={"roleArn": ROLE},
    )
    return str(answer["metricAttributionArn"])


def test_a_shop_has_five_use_cases(personalize: Any) -> None:
    recipes = personalize.list_recipes(domain="ECOMMERCE")["recipes"]
    assert len(recipes) == 5
    assert all(recipe["name"].startswith("aws-ecomm-") for recipe in recipes)


def test_all_recipes_are_listed(personalize: Any) -> None:
    recipes = personalize.list_recipes(recipeProvider="SERVICE")["recipes"]
    names = {recipe["name"] for recipe in recipes}
    assert {"aws-user-personalization-v2", "aws-vod-top-picks", "aws-sims"} <= names


def test_a_recipe_leads_to_its_parts(personalize: Any) -> None:
    recipe = personalize.describe_recipe(recipeArn=PERSONALIZATION)["recipe"]
    algorithm = personalize.describe_algorithm(algorithmArn=recipe["algorithmArn"])
    transformation = personalize.describe_feature_transformation(
        featureTransformationArn=recipe["featureTransformationArn"]
    )
    assert recipe["recipeType"] == "USER_PERSONALIZATION"
    assert algorithm["algorithm"]["name"] == "aws-user-personalization-v2"
    assert transformation["featureTransformation"]["status"] == "ACTIVE"


def test_an_unknown_recipe_is_not_found(personalize: Any) -> None:
    with pytest.raises(personalize.exceptions.ResourceNotFoundException):
        personalize.describe_recipe(recipeArn=f"{RECIPE}aws-magic")


def test_a_filter_shows_its_expression_only_when_described(
    personalize: Any, group: str
) -> None:
    make_dataset(personalize, group)
    make_dataset(personalize, group, "Items")
    arn = make_filter(personalize, group)
    described = personalize.describe_filter(filterArn=arn)["filter"]
    (summary,) = personalize.list_filters(datasetGroupArn=group)["Filters"]
    assert described["filterExpression"] == "INCLUDE ItemID WHERE Items.PRICE < 10"
    assert "filterExpression" not in summary


def test_metrics_are_added_and_removed(personalize: Any, group: str) -> None:
    make_dataset(personalize, group)
    make_dataset(personalize, group, "Items")
    arn = attribute(personalize, group, "SUM(Items.PRICE)")
    more = METRIC | {"expression": "SUM(Interactions.EVENT_VALUE)"}

    personalize.update_metric_attribution(
        metricAttributionArn=arn, addMetrics=[more], removeMetrics=["SUM(Items.PRICE)"]
    )

    answer = personalize.list_metric_attribution_metrics(metricAttributionArn=arn)
    assert answer["metrics"] == [more]


@pytest.mark.parametrize(
    "expression", ["AVG(Items.PRICE)", "SUM(Items.ITEM_ID)", "SUM(Items.NOTHING)"]
)
def test_metrics_add_up_numbers(personalize: Any, group: str, expression: str) -> None:
    make_dataset(personalize, group)
    make_dataset(personalize, group, "Items")
    with pytest.raises(personalize.exceptions.InvalidInputException):
        attribute(personalize, group, expression)


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"removeMetrics": ["nothing"]}, "InvalidInputException"),
        ({"removeMetrics": ["SAMPLECOUNT()"]}, "InvalidInputException"),
        (
            {
                "addMetrics": [
                    METRIC
                    | {"metricName": "SAMPLECOUNT()", "expression": "SAMPLECOUNT()"}
                ]
            },
            "ResourceAlreadyExistsException",
        ),
    ],
    ids=["unknown", "the last", "known"],
)
def test_metrics_that_cannot_change_do_not(
    personalize: Any, group: str, change: dict[str, Any], error: str
) -> None:
    make_dataset(personalize, group)
    arn = attribute(personalize, group, "SAMPLECOUNT()")
    with pytest.raises(getattr(personalize.exceptions, error)):
        personalize.update_metric_attribution(metricAttributionArn=arn, **change)


def test_metrics_need_event_types(personalize: Any) -> None:
    group = make_group(personalize, "custom", domain=None)
    with pytest.raises(personalize.exceptions.InvalidInputException, match="no Inter"):
        attribute(personalize, group, "SAMPLECOUNT()")
    fields = [f for f in INTERACTION_FIELDS if f["name"] != "EVENT_TYPE"]
    text = schema("Interactions", *fields)
    personalize.create_dataset(
        name="interactions",
        schemaArn=make_schema(personalize, text, domain=None),
        datasetGroupArn=group,
        datasetType="Interactions",
    )
    with pytest.raises(personalize.exceptions.InvalidInputException, match="no EVENT"):
        attribute(personalize, group, "SAMPLECOUNT()")


def test_a_group_has_one_metric_attribution(personalize: Any, group: str) -> None:
    make_dataset(personalize, group)
    attribute(personalize, group, "SAMPLECOUNT()")
    with pytest.raises(personalize.exceptions.LimitExceededException):
        attribute(personalize, group, "SAMPLECOUNT()")


def test_tags_come_and_go(personalize: Any) -> None:
    group = make_group(personalize, tags=[{"tagKey": "team", "tagValue": "shop"}])
    personalize.tag_resource(
        resourceArn=group, tags=[{"tagKey": "größe", "tagValue": "L"}]
    )
    personalize.untag_resource(resourceArn=group, tagKeys=["team"])
    tags = personalize.list_tags_for_resource(resourceArn=group)["tags"]
    assert tags == [{"tagKey": "größe", "tagValue": "L"}]


def test_a_resource_has_at_most_fifty_tags(personalize: Any, group: str) -> None:
    tags = [{"tagKey": str(number), "tagValue": ""} for number in range(51)]
    with pytest.raises(personalize.exceptions.TooManyTagsException):
        personalize.tag_resource(resourceArn=group, tags=tags)


@pytest.mark.parametrize("keys", [["aws:team"], ["team", "team"]], ids=str)
def test_tags_that_cannot_be_are_refused(personalize: Any, keys: list[str]) -> None:
    tags = [{"tagKey": key, "tagValue": ""} for key in keys]
    with pytest.raises(personalize.exceptions.InvalidInputException):
        make_group(personalize, tags=tags)


def test_schemas_have_no_tags(personalize: Any, group: str) -> None:
    make_dataset(personalize, group)
    (schema,) = personalize.list_schemas()["schemas"]
    with pytest.raises(personalize.exceptions.InvalidInputException):
        personalize.list_tags_for_resource(resourceArn=schema["schemaArn"])


def test_pages_add_up_to_the_whole(personalize: Any) -> None:
    names = [make_group(personalize, f"group-{number}") for number in range(5)]
    pages = personalize.get_paginator("list_dataset_groups").paginate(
        PaginationConfig={"PageSize": 2}
    )
    found = [[group["datasetGroupArn"] for group in p["datasetGroups"]] for p in pages]
    assert found == [names[:2], names[2:4], names[4:]]


def test_a_token_opens_one_list_only(personalize: Any, group: str) -> None:
    make_solution(personalize, group, name="one")
    make_solution(personalize, group, name="two")
    token = personalize.list_solutions(maxResults=1)["nextToken"]
    with pytest.raises(personalize.exceptions.InvalidNextTokenException):
        personalize.list_solutions(datasetGroupArn=group, nextToken=token)
    with pytest.raises(personalize.exceptions.InvalidNextTokenException):
        personalize.list_solutions(nextToken="second page, please")


def test_other_regions_are_elsewhere(
    emulator: Emulator, personalize: Any, group: str, session: Any
) -> None:
    client = session.client(
        "personalize", endpoint_url=emulator.url, region_name="us-west-2"
    )
    assert client.list_dataset_groups()["datasetGroups"] == []
    assert ":us-west-2:" in make_group(client)
    client.close()


def test_the_wrong_kind_of_arn_is_refused(personalize: Any, group: str) -> None:
    tracker = make_tracker(personalize, group)
    with pytest.raises(personalize.exceptions.InvalidInputException):
        personalize.describe_campaign(campaignArn=tracker)


def test_quotas_can_be_had(connect: Connect) -> None:
    with Emulator(quotas=True) as emulator:
        client = connect(emulator, "personalize")
        [make_group(client, f"group-{number}") for number in range(5)]
        with pytest.raises(client.exceptions.LimitExceededException, match="ACTIVE"):
            make_group(client, "one-too-many")


def test_too_much_at_once_is_a_limit_too(connect: Connect) -> None:
    with Emulator(quotas=True, pace=60) as emulator:
        client = connect(emulator, "personalize")
        group = make_group(client)
        emulator.state.clock.forward(200)
        make_dataset(client, group)
        make_dataset(client, group, "Items")
        [make_filter(client, group, f"filter-{number}") for number in range(5)]
        with pytest.raises(client.exceptions.LimitExceededException, match="PENDING"):
            make_filter(client, group, "one-too-many")
        emulator.state.clock.forward(200)
        make_filter(client, group, "later")


def test_actions_say_that_they_are_not_offered(
    personalize_events: Any, personalize_runtime: Any
) -> None:
    with pytest.raises(
        personalize_runtime.exceptions.InvalidInputException, match="does not offer"
    ):
        personalize_runtime.get_action_recommendations(campaignArn=FOR_YOU)
    with pytest.raises(
        personalize_events.exceptions.InvalidInputException, match="does not offer"
    ):
        personalize_events.put_actions(datasetArn=FOR_YOU, actions=[{"actionId": "1"}])
