"""PutItems and PutUsers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from personalize.emulator.storage_memory import memory_of
from tests.emulator.trained import Shop, open_shop

GOOD = {"price": 1.5, "categoryL1": "a"}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as shop:
        yield shop


def put(shop: Shop, dataset: str, item_id: str, properties: object) -> None:
    item = {"itemId": item_id, "properties": json.dumps(properties)}
    shop.events.put_items(datasetArn=dataset, items=[item])


def test_a_record_replaces_the_one_before_as_a_whole(shop: Shop) -> None:
    dataset = shop.add_dataset("Items")
    put(shop, dataset, "a", GOOD | {"brand": "Acme"})
    put(shop, dataset, "a", GOOD)
    records = memory_of(shop.emulator.state).get_records(dataset)
    assert records["a"] == {
        "PRICE": 1.5,
        "CATEGORY_L1": "a",
        "BRAND": None,
        "CREATION_TIMESTAMP": None,
    }


@pytest.mark.parametrize(
    ("properties", "reason"),
    [
        ({"price": 1}, "categoryL1 is missing; CATEGORY_L1 is required"),
        ({"PRICE": 1, "categoryL1": "a"}, "price is missing"),
        (GOOD | {"price": "1"}, "price must be a number"),
        (GOOD | {"categoryL1": "a" * 1001}, "longer than 1000"),
        (GOOD | {"creationTimestamp": 1_700_000_000_000}, "in seconds since 1970"),
        (["price"], "must be an object"),
    ],
)
def test_what_does_not_fit_the_schema_is_refused(
    shop: Shop, properties: object, reason: str
) -> None:
    dataset = shop.add_dataset("Items")
    with pytest.raises(shop.events.exceptions.InvalidInputException, match=reason):
        put(shop, dataset, "a", properties)
    assert memory_of(shop.emulator.state).get_records(dataset) == {}


def test_items_do_not_go_into_a_dataset_of_users(shop: Shop) -> None:
    dataset = shop.add_dataset("Users")
    refusal = shop.events.exceptions.InvalidInputException
    with pytest.raises(refusal, match="not a dataset of ITEMS"):
        put(shop, dataset, "a", GOOD)


def test_an_unknown_dataset_is_not_found(shop: Shop) -> None:
    arn = shop.add_dataset("Items").replace("/ITEMS", "/USERS")
    with pytest.raises(shop.events.exceptions.ResourceNotFoundException):
        put(shop, arn, "a", GOOD)


def test_users_are_stored_likewise(shop: Shop) -> None:
    dataset = shop.add_dataset("Users")
    user: dict[str, Any] = {"userId": "u1", "properties": '{"age": 30}'}
    shop.events.put_users(datasetArn=dataset, users=[user])
    assert memory_of(shop.emulator.state).get_records(dataset) == {"u1": {"AGE": 30}}


@pytest.mark.parametrize("item_id", ["null", "undefined", " "])
def test_ids_that_stand_for_nothing_are_refused(shop: Shop, item_id: str) -> None:
    dataset = shop.add_dataset("Items")
    refusal = shop.events.exceptions.InvalidInputException
    with pytest.raises(refusal, match="stands for nothing"):
        put(shop, dataset, item_id, GOOD)
