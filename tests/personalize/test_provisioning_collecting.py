"""What gathers events is made without data, and mended when it is not as declared."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import CommandError

from tests.personalize.provisioning import (
    ACCOUNT,
    REGION,
    Amazon,
    amazon,
    apply,
    declare,
    get_actions,
    moto_url,
    read_plan,
    start_amazon,
)

__all__ = ["amazon", "moto_url", "start_amazon"]

pytestmark = pytest.mark.django_db
SHOES = 'INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ("shoes")'
BOOTS = 'INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ("boots")'
FILTER = f"arn:aws:personalize:{REGION}:{ACCOUNT}:filter/shop-shoes"


def collect(*arguments: str) -> str:
    return apply("--collect-only", *arguments)


def test_events_can_be_gathered_before_there_are_any(amazon: Amazon) -> None:
    out = collect()
    assert amazon.list_names("dataset") == [
        "shop-interactions",
        "shop-items",
        "shop-users",
    ]
    assert amazon.list_names("event_tracker") == ["shop-events"]
    assert "shop-in-stock" in amazon.list_names("filter", "Filters")
    assert amazon.list_names("recommender") == []
    assert "PERSONALIZE_TRACKING_ID=" in out


def test_doing_it_again_writes_nothing(amazon: Amazon) -> None:
    collect()
    written = amazon.count_writes()
    collect()
    assert amazon.count_writes() == written


def test_training_is_refused_on_thin_data(amazon: Amazon) -> None:
    with pytest.raises(CommandError) as refusal:
        apply()
    assert "Interactions of users: 0 of at least 1,000; 1,000 are" in str(refusal.value)
    assert "Users with two interactions or more: 0 of" in str(refusal.value)
    assert "of the type Purchase (for best-sellers): 0 of" in str(refusal.value)
    assert amazon.count_writes() == 0


def test_what_was_made_in_the_console_is_adopted(amazon: Amazon) -> None:
    arn = amazon.client.create_dataset_group(name="shop", domain="ECOMMERCE")
    amazon.emulator.settle()
    amazon.client.create_event_tracker(
        name="by-hand", datasetGroupArn=arn["datasetGroupArn"]
    )
    collect()
    assert amazon.list_names("event_tracker") == ["by-hand"]


def test_a_group_of_another_domain_is_told_of(amazon: Amazon) -> None:
    amazon.client.create_dataset_group(name="shop")
    plan = read_plan("--collect-only")
    group = next(each for each in plan["steps"] if each["resource"] == "dataset-group")
    assert group["action"] == "keep"
    assert "A group keeps its domain" in group["notes"][0]


def test_a_filter_that_says_something_else_is_replaced(
    amazon: Amazon, settings: Any
) -> None:
    declare(settings, FILTERS={"shoes": SHOES})
    collect()
    declare(settings, FILTERS={"shoes": BOOTS})
    assert get_actions(read_plan("--collect-only"))["filter/shoes"] == "replace"
    collect()
    made = amazon.client.describe_filter(filterArn=FILTER)["filter"]
    assert made["filterExpression"] == BOOTS


def test_a_filter_that_is_declared_no_longer_goes(
    amazon: Amazon, settings: Any
) -> None:
    declare(settings, FILTERS={"shoes": SHOES})
    collect()
    declare(settings)
    actions = get_actions(read_plan("--collect-only"))
    assert actions["filter/shop-shoes"] == "delete"
    collect()
    assert "shop-shoes" not in amazon.list_names("filter", "Filters")


def test_a_filter_of_somebody_else_stays(amazon: Amazon) -> None:
    collect()
    group = f"arn:aws:personalize:{REGION}:{ACCOUNT}:dataset-group/shop"
    amazon.client.create_filter(
        name="theirs", datasetGroupArn=group, filterExpression=SHOES
    )
    collect()
    assert "theirs" in amazon.list_names("filter", "Filters")


def test_tags_are_put_right_and_others_left(amazon: Amazon, settings: Any) -> None:
    declare(settings, TAGS={"team": "web"})
    collect()
    group = f"arn:aws:personalize:{REGION}:{ACCOUNT}:dataset-group/shop"
    theirs = [{"tagKey": "theirs", "tagValue": "1"}]
    amazon.client.tag_resource(resourceArn=group, tags=theirs)
    declare(settings, TAGS={"team": "data"})
    assert get_actions(read_plan("--collect-only"))["dataset-group"] == "change"
    collect()
    tags = amazon.client.list_tags_for_resource(resourceArn=group)["tags"]
    assert {"tagKey": "team", "tagValue": "data"} in tags
    assert theirs[0] in tags


def test_the_bucket_lets_personalize_read_for_this_account_alone(
    amazon: Amazon,
) -> None:
    collect()
    bucket = f"shop-personalize-{ACCOUNT}-{REGION}"
    policy = json.loads(amazon.s3.get_bucket_policy(Bucket=bucket)["Policy"])
    conditions = [statement["Condition"] for statement in policy["Statement"]]
    assert {each["StringEquals"]["aws:SourceAccount"] for each in conditions} == {
        ACCOUNT
    }


def test_the_policy_of_a_bucket_of_others_is_kept(
    amazon: Amazon, settings: Any
) -> None:
    theirs = {"Sid": "Theirs", "Effect": "Deny", "Principal": "*", "Action": "s3:*"}
    theirs |= {"Resource": "arn:aws:s3:::ours/*"}
    amazon.s3.create_bucket(
        Bucket="ours", CreateBucketConfiguration={"LocationConstraint": REGION}
    )
    amazon.s3.put_bucket_policy(
        Bucket="ours",
        Policy=json.dumps({"Version": "2012-10-17", "Statement": [theirs]}),
    )
    declare(settings, BUCKET="ours")
    collect()
    policy = json.loads(amazon.s3.get_bucket_policy(Bucket="ours")["Policy"])
    assert theirs in policy["Statement"]
    assert len(policy["Statement"]) == 3


def test_a_role_that_was_not_made_here_is_told_of_and_left(
    amazon: Amazon, settings: Any
) -> None:
    amazon.iam.create_role(RoleName="Theirs", AssumeRolePolicyDocument="{}")
    declare(settings, ROLE="Theirs")
    plan = read_plan("--collect-only")
    role = next(step for step in plan["steps"] if step["resource"] == "role")
    assert role["action"] == "keep"
    assert "This role was not made here" in role["notes"][0]
