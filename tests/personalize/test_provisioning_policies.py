"""The IAM documents: each allows what is needed, and to nobody else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.personalize.provisioning import (
    ACCOUNT,
    REGION,
    Amazon,
    amazon,
    declare,
    moto_url,
    run,
    start_amazon,
)

__all__ = ["amazon", "moto_url", "start_amazon"]

HERE = f"arn:aws:personalize:{REGION}:{ACCOUNT}"


def read_statements(who: str) -> dict[str, dict[str, Any]]:
    policy = json.loads(run("policy", who))
    assert policy["Version"] == "2012-10-17"
    return {statement["Sid"]: statement for statement in policy["Statement"]}


def test_the_app_may_neither_make_nor_delete(amazon: Amazon) -> None:
    statements = read_statements("app").values()
    assert sorted(action for each in statements for action in each["Action"]) == [
        "cloudwatch:PutMetricData",
        "personalize:GetPersonalizedRanking",
        "personalize:GetRecommendations",
        "personalize:PutEvents",
        "personalize:PutItems",
        "personalize:PutUsers",
    ]


def test_the_app_asks_what_has_the_prefix_alone(amazon: Amazon) -> None:
    statements = read_statements("app")
    assert statements["Recommendations"]["Resource"] == [
        f"{HERE}:campaign/shop-*",
        f"{HERE}:recommender/shop-*",
        f"{HERE}:filter/shop-*",
    ]
    assert statements["Catalogue"]["Resource"] == [f"{HERE}:dataset/shop/*"]


def test_the_operator_passes_one_role_to_personalize_alone(amazon: Amazon) -> None:
    statement = read_statements("operator")["PassRole"]
    assert statement["Resource"] == f"arn:aws:iam::{ACCOUNT}:role/shop-personalize"
    assert statement["Condition"] == {
        "StringEquals": {"iam:PassedToService": "personalize.amazonaws.com"}
    }


def test_the_service_only_reads(amazon: Amazon, settings: Any) -> None:
    declare(settings, BUCKET="our-data")
    statements = read_statements("service")
    assert statements["Read"]["Action"] == ["s3:GetObject"]
    assert statements["Read"]["Resource"] == "arn:aws:s3:::our-data/*"
    assert set(statements) == {"List", "Read"}


def test_the_role_is_for_this_account_and_region(amazon: Amazon) -> None:
    statement = read_statements("trust")["Personalize"]
    assert statement["Condition"] == {
        "StringEquals": {"aws:SourceAccount": ACCOUNT},
        "ArnLike": {"aws:SourceArn": f"{HERE}:*"},
    }


@pytest.mark.parametrize("who", ["app", "operator", "service", "trust"])
def test_no_policy_allows_everything(amazon: Amazon, who: str) -> None:
    assert '"*:*"' not in run("policy", who)
    assert '"Action": "*"' not in run("policy", who)
