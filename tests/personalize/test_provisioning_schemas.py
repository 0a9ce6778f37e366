"""Schemas never change: a dataset gets another, where Amazon allows it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import CommandError

from shop.personalization import ShopCatalog
from tests.personalize.provisioning import (
    ACCOUNT,
    REGION,
    Amazon,
    amazon,
    apply,
    get_actions,
    moto_url,
    read_plan,
    start_amazon,
)

__all__ = ["amazon", "moto_url", "start_amazon"]

pytestmark = pytest.mark.django_db
DATASETS = f"arn:aws:personalize:{REGION}:{ACCOUNT}:dataset/shop"
PLAN = "--collect-only"


def make_by_hand(amazon: Amazon, dataset: str, *columns: dict[str, Any]) -> None:
    """Make a dataset as somebody may have in the console, before there was apply."""
    client = amazon.client
    schema = {
        "type": "record",
        "name": dataset,
        "namespace": "com.amazonaws.personalize.schema",
        "fields": columns,
        "version": "1.0",
    }
    group = client.create_dataset_group(name="shop", domain="ECOMMERCE")
    made = client.create_schema(
        name="by-hand", schema=json.dumps(schema), domain="ECOMMERCE"
    )
    client.create_dataset(
        name="by-hand",
        datasetType=dataset,
        schemaArn=made["schemaArn"],
        datasetGroupArn=group["datasetGroupArn"],
    )


def text(name: str, **flags: bool) -> dict[str, Any]:
    return {"name": name, "type": "string", **flags}


def get_columns(amazon: Amazon, dataset: str) -> list[str]:
    arn = f"{DATASETS}/{dataset.upper()}"
    used = amazon.client.describe_dataset(datasetArn=arn)["dataset"]["schemaArn"]
    schema = amazon.client.describe_schema(schemaArn=used)["schema"]["schema"]
    return [field["name"] for field in json.loads(schema)["fields"]]


def get_notes(dataset: str) -> str:
    steps = {step["resource"]: step for step in read_plan(PLAN)["steps"]}
    return " ".join(steps[f"schema/{dataset}"]["notes"])


def test_items_get_the_columns_that_are_new(amazon: Amazon) -> None:
    price = {"name": "PRICE", "type": "float"}
    category = text("CATEGORY_L1", categorical=True)
    make_by_hand(amazon, "Items", text("ITEM_ID"), price, category)
    assert get_actions(read_plan(PLAN))["dataset/items"] == "change"
    apply(PLAN)
    assert "IN_STOCK" in get_columns(amazon, "items")
    assert get_actions(read_plan(PLAN))["dataset/items"] == "keep"


def test_interactions_keep_theirs_for_ever(amazon: Amazon) -> None:
    time = {"name": "TIMESTAMP", "type": "long"}
    columns = [text("USER_ID"), text("ITEM_ID"), text("EVENT_TYPE"), time]
    make_by_hand(amazon, "Interactions", *columns)
    assert "never replaces the schema of Interactions" in get_notes("interactions")
    apply(PLAN)
    assert "EVENT_VALUE" not in get_columns(amazon, "interactions")
    assert amazon.list_names("dataset") == ["by-hand", "shop-items", "shop-users"]


def test_no_column_is_dropped(amazon: Amazon) -> None:
    status = text("MEMBERSHIP_STATUS", categorical=True)
    make_by_hand(amazon, "Users", text("USER_ID"), status, text("SHOE_SIZE"))
    assert "drops or changes no column, and SHOE_SIZE would be" in get_notes("users")
    apply(PLAN)
    assert "SHOE_SIZE" in get_columns(amazon, "users")


def test_a_schema_that_is_used_no_longer_goes(amazon: Amazon) -> None:
    apply(PLAN)
    schema = amazon.client.describe_schema(
        schemaArn=amazon.client.list_schemas()["schemas"][0]["schemaArn"]
    )["schema"]["schema"]
    amazon.client.create_schema(
        name="shop-items-0123abcd", schema=schema, domain="ECOMMERCE"
    )
    apply(PLAN)
    assert len(amazon.list_names("schema")) == 3


def test_what_a_new_column_makes_useless_goes_at_once(
    amazon: Amazon, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(ShopCatalog, "brand_field", "")
        apply(PLAN)
    apply(PLAN)
    assert "BRAND" in get_columns(amazon, "items")
    assert len(amazon.list_names("schema")) == 3


def test_a_catalogue_without_prices_is_told_of_before_anything_is_made(
    amazon: Amazon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ShopCatalog, "price_field", "")
    with pytest.raises(CommandError, match="The dataset items needs PRICE in this dom"):
        apply(PLAN)
    assert amazon.count_writes() == 0
