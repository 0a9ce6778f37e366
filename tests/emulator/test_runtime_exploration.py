"""New items, and how often they are tried out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.emulator.trained import Shop, make_history, open_shop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as shop:
        shop.fill(make_history())
        shop.put_items()
        yield shop


def add_item(shop: Shop, item_id: str) -> None:
    item = {"itemId": item_id, "properties": '{"price": 5, "categoryL1": "a"}'}
    arn = f"{shop.group.replace('dataset-group', 'dataset')}/ITEMS"
    shop.events.put_items(datasetArn=arn, items=[item])


def weigh(weight: str) -> dict[str, dict[str, str]]:
    return {"itemExplorationConfig": {"explorationWeight": weight}}


def test_a_new_item_is_tried_out_at_once(shop: Shop) -> None:
    arn = shop.campaign("aws-user-personalization-v2", **weigh("0.9"))
    assert "new" not in shop.ask(arn, userId="u1")
    add_item(shop, "new")
    found = shop.ask_in_full(arn, userId="u1", numResults=10)
    (new,) = [one for one in found if one["itemId"] == "new"]
    assert new["reason"] == ["Exploration"]
    assert len(found) == 10


def test_a_new_item_is_told_to_a_model_that_is_loaded_later(shop: Shop) -> None:
    arn = shop.campaign("aws-user-personalization-v2", **weigh("0.9"))
    add_item(shop, "new")
    assert "new" in shop.ask(arn, userId="u1", numResults=10)


def test_without_exploration_nothing_is_tried_out(shop: Shop) -> None:
    arn = shop.recommender("recommended-for-you", **weigh("0"))
    add_item(shop, "new")
    assert "new" not in shop.ask(arn, userId="u1", numResults=10)


def test_what_is_new_passes_filters_as_the_rest_does(shop: Shop) -> None:
    arn = shop.campaign("aws-user-personalization-v2", **weigh("0.9"))
    cheap = shop.filter("INCLUDE ItemID WHERE Items.PRICE < 4")
    add_item(shop, "new")
    found = shop.ask(arn, userId="u1", filterArn=cheap)
    assert sorted(found) == ["a0", "a1", "a2", "a3"]


def test_after_an_event_an_item_is_no_longer_new(shop: Shop) -> None:
    tracking_id = shop.add_tracker()
    arn = shop.campaign("aws-user-personalization-v2", **weigh("0.9"))
    add_item(shop, "new")
    shop.put(tracking_id, "new", userId="u1")
    found = shop.ask_in_full(arn, userId="u1", numResults=20)
    reasons = [one.get("reason") for one in found if one["itemId"] == "new"]
    assert reasons != [["Exploration"]]


def test_items_are_explored_that_the_training_knew_as_new(shop: Shop) -> None:
    arn = f"{shop.group.replace('dataset-group', 'dataset')}/ITEMS"
    made = {"price": 5, "categoryL1": "a", "creationTimestamp": 1_700_000_000}
    item = {"itemId": "dated", "properties": json.dumps(made)}
    shop.events.put_items(datasetArn=arn, items=[item])
    campaign = shop.campaign("aws-user-personalization-v2", **weigh("0.9"))
    found = shop.ask_in_full(campaign, userId="u1", numResults=10)
    (dated,) = [one for one in found if one["itemId"] == "dated"]
    assert dated["reason"] == ["Exploration"]
