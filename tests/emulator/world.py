"""What tests need before they come to their point: groups, datasets, solutions."""

from __future__ import annotations

from typing import Any

from tests.emulator.schemas import INTERACTIONS, ITEMS, USERS

RECIPE = "arn:aws:personalize:::recipe/"
FOR_YOU = f"{RECIPE}aws-ecomm-recommended-for-you"
PERSONALIZATION = f"{RECIPE}aws-user-personalization-v2"
ROLE = "arn:aws:iam::123456789012:role/PersonalizeServiceRole"
SCHEMAS = {"Interactions": INTERACTIONS, "Items": ITEMS, "Users": USERS}


def make_group(client: Any, name: str = "shop", **options: Any) -> str:
    options = {"domain": "ECOMMERCE"} | options
    given = {key: value for key, value in options.items() if value is not None}
    return str(client.create_dataset_group(name=name, **given)["datasetGroupArn"])


def make_schema(
    client: Any, text: str, name: str = "schema", domain: str | None = "ECOMMERCE"
) -> str:
    given = {"domain": domain} if domain else {}
    return str(client.create_schema(name=name, schema=text, **given)["schemaArn"])


def make_dataset(client: Any, group: str, kind: str = "Interactions") -> str:
    schema = make_schema(client, SCHEMAS[kind], name=kind.lower())
    answer = client.create_dataset(
        name=kind.lower(), schemaArn=schema, datasetGroupArn=group, datasetType=kind
    )
    return str(answer["datasetArn"])


def make_tracker(client: Any, group: str, name: str = "tracker") -> str:
    answer = client.create_event_tracker(name=name, datasetGroupArn=group)
    return str(answer["eventTrackerArn"])


def make_recommender(client: Any, group: str, name: str = "for-you") -> str:
    answer = client.create_recommender(
        name=name, datasetGroupArn=group, recipeArn=FOR_YOU
    )
    return str(answer["recommenderArn"])


def make_solution(client: Any, group: str, **options: Any) -> str:
    options = {"name": "solution", "recipeArn": PERSONALIZATION} | options
    answer = client.create_solution(datasetGroupArn=group, **options)
    return str(answer["solutionArn"])


def make_version(client: Any, solution: str) -> str:
    answer = client.create_solution_version(solutionArn=solution)
    return str(answer["solutionVersionArn"])


def make_campaign(client: Any, version: str, **options: Any) -> str:
    options = {"name": "campaign", "solutionVersionArn": version} | options
    return str(client.create_campaign(**options)["campaignArn"])


def make_filter(client: Any, group: str, name: str = "cheap") -> str:
    answer = client.create_filter(
        name=name,
        datasetGroupArn=group,
        filterExpression="INCLUDE ItemID WHERE Items.PRICE < 10",
    )
    return str(answer["filterArn"])
