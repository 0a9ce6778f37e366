"""What was made goes, in the order in which Amazon lets go of it."""

from __future__ import annotations

import pytest
from django.core.management import CommandError

from tests.personalize.provisioning import (
    ACCOUNT,
    REGION,
    Amazon,
    amazon,
    apply,
    moto_url,
    run,
    start_amazon,
    store_history,
)

__all__ = ["amazon", "moto_url", "start_amazon"]

pytestmark = pytest.mark.django_db
BUCKET = f"shop-personalize-{ACCOUNT}-{REGION}"


def tear_down(*arguments: str) -> str:
    return run("teardown", "--yes", "--interval", "0.02", *arguments)


def test_nothing_is_left(amazon: Amazon) -> None:
    store_history()
    apply()
    tear_down("--with-bucket")
    assert {kind: names for kind, names in amazon.take_stock().items() if names} == {}


def test_bucket_and_role_stay_unless_they_are_to_go(amazon: Amazon) -> None:
    apply("--collect-only")
    tear_down()
    stock = amazon.take_stock()
    assert stock.pop("buckets") == [BUCKET]
    assert stock.pop("roles") == ["shop-personalize"]
    assert not any(stock.values())


def test_a_bucket_that_was_not_made_here_stays(amazon: Amazon) -> None:
    place = {"LocationConstraint": REGION}
    amazon.s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
    tags = {"TagSet": [{"Key": "owner", "Value": "somebody else"}]}
    amazon.s3.put_bucket_tagging(Bucket=BUCKET, Tagging=tags)
    apply("--collect-only")
    tear_down("--with-bucket")
    assert amazon.take_stock()["buckets"] == [BUCKET]


def test_what_others_have_stays(amazon: Amazon) -> None:
    amazon.client.create_dataset_group(name="shop-2")
    schema = '{"type":"record","name":"Users","namespace":"com.amazonaws.personalize.'
    schema += 'schema","version":"1.0","fields":[{"name":"USER_ID","type":"string"},'
    schema += '{"name":"AGE","type":"int"}]}'
    amazon.client.create_schema(name="shop-2-users-0123abcd", schema=schema)
    apply("--collect-only")
    tear_down("--with-bucket")
    assert amazon.list_names("dataset_group") == ["shop-2"]
    assert amazon.list_names("schema") == ["shop-2-users-0123abcd"]


def test_what_is_added_in_the_console_goes_too(amazon: Amazon) -> None:
    store_history()
    apply()
    amazon.client.create_solution(
        name="by-hand",
        datasetGroupArn=f"arn:aws:personalize:{REGION}:{ACCOUNT}:dataset-group/shop",
        recipeArn="arn:aws:personalize:::recipe/aws-sims",
    )
    assert "solution by-hand" in tear_down()
    assert amazon.list_names("solution") == []


def test_it_is_taken_up_where_it_was_broken_off(amazon: Amazon) -> None:
    apply("--collect-only")
    amazon.emulator.fail("denied", operation="DeleteDataset")
    with pytest.raises(CommandError, match="DeleteDataset"):
        tear_down("--with-bucket")
    amazon.emulator.heal()
    tear_down("--with-bucket")
    assert not any(amazon.take_stock().values())


def test_a_lost_answer_is_looked_up(amazon: Amazon) -> None:
    apply("--collect-only")
    amazon.emulator.fail("lost", operation="DeleteDatasetGroup", calls=1)
    tear_down()
    assert len(amazon.emulator.get_requests("DeleteDatasetGroup")) == 1


def test_nobody_tears_down_by_accident(amazon: Amazon) -> None:
    apply("--collect-only")
    with pytest.raises(CommandError, match="say --yes"):
        run("teardown")
    assert amazon.list_names("dataset_group") == ["shop"]


def test_where_there_is_nothing_nothing_is_done(amazon: Amazon) -> None:
    assert "There is nothing of the prefix shop." in tear_down()
