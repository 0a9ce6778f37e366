from __future__ import annotations

from typing import Any

import pytest

from personalize.emulator import Emulator
from tests.emulator.conftest import Connect
from tests.emulator.schemas import ITEM_FIELDS, ITEMS, USERS, field, schema
from tests.emulator.world import (
    ROLE,
    make_dataset,
    make_group,
    make_schema,
    make_tracker,
)

KEY = "arn:aws:kms:eu-west-1:123456789012:key/1"


def test_a_group_tells_its_domain(personalize: Any, group: str) -> None:
    described = personalize.describe_dataset_group(datasetGroupArn=group)
    assert described["datasetGroup"]["domain"] == "ECOMMERCE"


def test_a_key_needs_a_role(personalize: Any) -> None:
    make_group(personalize, "both", kmsKeyArn=KEY, roleArn=ROLE)
    with pytest.raises(personalize.exceptions.InvalidInputException):
        make_group(personalize, "one", kmsKeyArn=KEY)


def test_a_dataset_is_named_by_its_group_and_type(personalize: Any, group: str) -> None:
    arn = make_dataset(personalize, group, "Items")
    dataset = personalize.describe_dataset(datasetArn=arn)["dataset"]
    assert arn == "arn:aws:personalize:eu-west-1:123456789012:dataset/shop/ITEMS"
    assert dataset["datasetType"] == "ITEMS"


def test_a_group_has_one_dataset_of_a_type(personalize: Any, group: str) -> None:
    make_dataset(personalize, group, "Items")
    arn = make_schema(personalize, ITEMS, name="other")
    with pytest.raises(personalize.exceptions.ResourceAlreadyExistsException):
        personalize.create_dataset(
            name="other", schemaArn=arn, datasetGroupArn=group, datasetType="items"
        )


@pytest.mark.parametrize("kind", ["Products", "Actions", "Action_Interactions"])
def test_other_types_of_datasets_are_refused(
    personalize: Any, group: str, kind: str
) -> None:
    arn = make_schema(personalize, ITEMS)
    with pytest.raises(personalize.exceptions.InvalidInputException):
        personalize.create_dataset(
            name="other", schemaArn=arn, datasetGroupArn=group, datasetType=kind
        )


def test_a_schema_of_another_domain_is_refused(personalize: Any, group: str) -> None:
    arn = make_schema(personalize, USERS, domain=None)
    with pytest.raises(personalize.exceptions.InvalidInputException, match="domain"):
        personalize.create_dataset(
            name="users", schemaArn=arn, datasetGroupArn=group, datasetType="Users"
        )


def test_a_schema_of_another_type_is_refused(personalize: Any, group: str) -> None:
    arn = make_schema(personalize, ITEMS)
    with pytest.raises(personalize.exceptions.InvalidInputException, match="Items"):
        personalize.create_dataset(
            name="users", schemaArn=arn, datasetGroupArn=group, datasetType="Users"
        )


def test_nothing_is_built_in_a_group_that_is_not_active(connect: Connect) -> None:
    with Emulator(pace=60) as emulator:
        client = connect(emulator, "personalize")
        group = make_group(client)
        with pytest.raises(client.exceptions.ResourceInUseException):
            make_tracker(client, group)


def test_a_schema_can_get_further_columns(personalize: Any, group: str) -> None:
    arn = make_dataset(personalize, group, "Items")
    more = schema("Items", *ITEM_FIELDS, field("BRAND", ["null", "string"]))
    schema_arn = make_schema(personalize, more, name="more")

    personalize.update_dataset(datasetArn=arn, schemaArn=schema_arn)

    dataset = personalize.describe_dataset(datasetArn=arn)["dataset"]
    assert dataset["schemaArn"] == schema_arn
    assert dataset["latestDatasetUpdate"]["status"] == "ACTIVE"


@pytest.mark.parametrize(
    "fields",
    [
        [*ITEM_FIELDS, field("BRAND")],
        [f for f in ITEM_FIELDS if f["name"] != "CATEGORY_L1"],
    ],
    ids=["one that must not be null", "one less"],
)
def test_a_schema_keeps_its_columns(
    personalize: Any, fields: list[dict[str, Any]]
) -> None:
    group = make_group(personalize, "custom", domain=None)
    old = schema("Items", *ITEM_FIELDS)
    first = make_schema(personalize, old, name="old", domain=None)
    arn = personalize.create_dataset(
        name="items", schemaArn=first, datasetGroupArn=group, datasetType="Items"
    )["datasetArn"]
    new = make_schema(personalize, schema("Items", *fields), name="new", domain=None)
    with pytest.raises(personalize.exceptions.InvalidInputException):
        personalize.update_dataset(datasetArn=arn, schemaArn=new)


def test_the_schema_of_interactions_is_final(personalize: Any, group: str) -> None:
    arn = make_dataset(personalize, group)
    schema_arn = personalize.describe_dataset(datasetArn=arn)["dataset"]["schemaArn"]
    with pytest.raises(personalize.exceptions.InvalidInputException):
        personalize.update_dataset(datasetArn=arn, schemaArn=schema_arn)


def test_a_tracker_tells_its_id_later_too(personalize: Any, group: str) -> None:
    created = personalize.create_event_tracker(name="tracker", datasetGroupArn=group)
    arn = created["eventTrackerArn"]
    described = personalize.describe_event_tracker(eventTrackerArn=arn)["eventTracker"]
    (summary,) = personalize.list_event_trackers()["eventTrackers"]
    assert described["trackingId"] == created["trackingId"]
    assert "trackingId" not in summary


def test_a_group_has_one_tracker(personalize: Any, group: str) -> None:
    make_tracker(personalize, group)
    with pytest.raises(personalize.exceptions.LimitExceededException):
        make_tracker(personalize, group, "another")
