"""What keeps records from arriving, and that none is lost by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
import time_machine
from django.core.cache import cache

from personalize.enums import EventStatus
from personalize.exceptions import BackendNotAsked
from personalize.models import DatasetRecord
from personalize.records import delivery
from personalize.records.delivery import deliver_due
from personalize.records.describing import describe
from personalize.records.pace import CALLS_PER_SECOND, wait_for_turn
from personalize.records.target import Dataset, Door, get_target
from shop.catalog.models import Product
from shop.personalization import ShopCatalog
from tests.amazon import AmazonStandIn
from tests.personalize.datasets import (
    GROUP_ARN,
    configure_group,
    deliver,
    get_last,
    get_put,
    get_status,
    make_due,
    make_shopper,
)
from tests.shop.factories import make_category, make_product, make_products

pytestmark = pytest.mark.django_db
COLUMNS = tuple(f"BAND_{number}" for number in range(24))


class TalkativeCatalog(ShopCatalog):
    """Says more of some users than PutUsers takes."""

    user_columns = COLUMNS
    talked_about: set[str] = set()

    def get_user_bands(
        self, user_ids: Sequence[str]
    ) -> Mapping[str, Mapping[str, str]]:
        bands = dict.fromkeys(COLUMNS, "x" * 1000)
        return {user_id: bands for user_id in user_ids if user_id in self.talked_about}


@pytest.fixture(autouse=True)
def amazon(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[AmazonStandIn]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")
    with AmazonStandIn() as amazon:
        configure_group(settings, amazon)
        yield amazon


def set_group(settings: Any, arn: str) -> None:
    entry = settings.PERSONALIZE["BACKENDS"][0]
    options = entry["OPTIONS"] | {"dataset_group_arn": arn}
    backends = [entry | {"OPTIONS": options}]
    settings.PERSONALIZE = settings.PERSONALIZE | {"BACKENDS": backends}


def has_turn(operation: str) -> bool:
    try:
        wait_for_turn(operation, deadline=0)
    except BackendNotAsked:
        return False
    return True


@pytest.mark.parametrize(
    "mode", ["500", "throttle", "expired", "denied", "html", "reset"]
)
def test_a_failing_amazon_costs_one_call_and_no_record(
    amazon: AmazonStandIn, mode: str
) -> None:
    make_products(15, category=make_category())
    amazon.fail(mode)
    assert deliver() == 0
    assert len(amazon.calls) == 1
    amazon.heal()
    assert deliver() == 15
    assert not DatasetRecord.objects.pending().exists()


def test_an_amazon_that_is_not_there_costs_no_record(amazon: AmazonStandIn) -> None:
    make_product(sku="MUG")
    amazon.stop()
    assert deliver() == 0
    assert "reached" in DatasetRecord.objects.get().error
    amazon.start()
    assert deliver() == 1


def test_without_credentials_records_wait(
    amazon: AmazonStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_product()
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    assert deliver() == 0
    assert "AWS_ACCESS_KEY_ID" in DatasetRecord.objects.get().error
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    assert deliver() == 1


def test_what_failed_waits_longer_each_time(amazon: AmazonStandIn) -> None:
    make_product()
    amazon.fail("500")
    deliver()
    record = DatasetRecord.objects.get()
    assert (record.attempts, record.unanswered) == (1, 0)
    assert deliver_due(Dataset.ITEMS) == 0
    assert len(amazon.calls) == 1


def test_one_bad_record_keeps_nobody_from_arriving(
    amazon: AmazonStandIn, settings: Any
) -> None:
    configure_group(settings, amazon, CATALOG=f"{__name__}.TalkativeCatalog")
    users = [make_shopper(f"{number}@example.com") for number in range(10)]
    TalkativeCatalog.talked_about = {users[4]}
    assert deliver("Users") == 10
    assert get_status(users[4]) == EventStatus.REJECTED
    assert sum(len(call["users"]) for call in get_put(amazon, "PutUsers")) == 9
    assert len(amazon.calls) <= 9


def test_an_item_without_a_required_value_is_refused_here(
    amazon: AmazonStandIn, settings: Any
) -> None:
    configure_group(settings, amazon, CATALOG=f"{__name__}.ParentlessCatalog")
    make_product(sku="MUG")
    assert deliver() == 1
    assert amazon.calls == []
    assert DatasetRecord.objects.get().error == "PRICE has no value"


class ParentlessCatalog(ShopCatalog):
    price_field = "category__parent__pk"


def test_a_refused_record_is_tried_again_when_it_is_saved(
    amazon: AmazonStandIn, settings: Any
) -> None:
    configure_group(settings, amazon, CATALOG=f"{__name__}.ParentlessCatalog")
    product = make_product(sku="MUG")
    deliver()
    configure_group(settings, amazon)
    product.save()
    deliver()
    assert get_status("MUG") == EventStatus.DELIVERED


def test_what_changes_while_it_is_sent_is_sent_again(amazon: AmazonStandIn) -> None:
    product = make_product("Old", sku="MUG")
    make_due()
    target = get_target()
    assert target is not None
    claimed = DatasetRecord.objects.of_dataset("Items").claim(10)
    courier = delivery.Courier(Door(target), Dataset.ITEMS)
    statements = list(describe(target, Dataset.ITEMS, claimed))
    product.name = "New"
    product.save()
    courier.carry(statements)
    assert get_last(amazon, "MUG")["productName"] == "Old"
    assert get_status("MUG") == EventStatus.PENDING
    deliver()
    assert get_last(amazon, "MUG")["productName"] == "New"


def test_what_another_worker_holds_is_left_to_it(amazon: AmazonStandIn) -> None:
    make_product()
    make_due()
    DatasetRecord.objects.of_dataset("Items").claim(10)
    assert deliver_due(Dataset.ITEMS) == 0
    assert amazon.calls == []


def test_a_killed_workers_records_are_sent_by_another(amazon: AmazonStandIn) -> None:
    make_product()
    make_due()
    DatasetRecord.objects.of_dataset("Items").claim(10)
    assert deliver() == 1


def test_another_dataset_group_is_told_everything(
    amazon: AmazonStandIn, settings: Any
) -> None:
    product = make_product()
    deliver()
    amazon.add_group("shop-2")
    set_group(settings, GROUP_ARN.replace("/shop", "/shop-2"))
    product.save()
    deliver()
    arns = [call["datasetArn"].split(":")[-1] for call in get_put(amazon)]
    assert arns == ["dataset/shop/ITEMS", "dataset/shop-2/ITEMS"]


def test_a_wrong_dataset_group_loses_no_record(
    amazon: AmazonStandIn, settings: Any
) -> None:
    make_product()
    set_group(settings, GROUP_ARN.replace("dataset-group/", "group/"))
    assert deliver() == 0
    assert "PERSONALIZE_DATASET_GROUP_ARN" in DatasetRecord.objects.get().error
    set_group(settings, GROUP_ARN)
    assert deliver() == 1


@pytest.fixture
def clock(settings: Any) -> Iterator[Any]:
    """Stop the clock, of the cache too."""
    local = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": local, "LOCATION": "pace"}}
    cache.clear()
    with time_machine.travel(1_793_534_400, tick=False) as clock:
        yield clock


def test_no_more_calls_are_made_in_a_second_than_amazon_takes(clock: Any) -> None:
    turns = [has_turn("Items") for _ in range(11)]
    assert turns == [*[True] * CALLS_PER_SECOND, False, False]
    assert has_turn("Users")
    clock.shift(1.1)
    assert has_turn("Items")


@pytest.mark.usefixtures("clock")
def test_what_has_no_turn_in_time_is_put_back(
    amazon: AmazonStandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_product(sku="MUG")
    monkeypatch.setattr(delivery, "PATIENCE", 0)
    taken = [has_turn("Items") for _ in range(CALLS_PER_SECOND)]
    assert (all(taken), deliver()) == (True, 0)
    assert amazon.calls == []
    record = DatasetRecord.objects.get()
    assert (record.attempts, record.unanswered, record.error) == (0, 0, "")


def test_bulk_deletes_are_noticed_too(amazon: AmazonStandIn) -> None:
    make_product(sku="MUG")
    deliver()
    Product.objects.all().delete()
    deliver()
    assert get_last(amazon, "MUG")["available"] == "False"
