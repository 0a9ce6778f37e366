"""The first time, and the nightly look for what no signal has told of."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from personalize.models import DatasetRecord, UserIdentity
from personalize.records import marking
from personalize.tasks import mark_drift
from shop.catalog.models import Product
from tests.amazon import AmazonStandIn
from tests.personalize.datasets import (
    configure_group,
    deliver,
    get_last,
    get_put,
    make_shopper,
    store_sale,
)
from tests.shop.factories import make_category, make_product, make_products

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def amazon(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[AmazonStandIn]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")
    with AmazonStandIn() as amazon:
        configure_group(settings, amazon)
        yield amazon


def sync(*arguments: str) -> str:
    said = StringIO()
    call_command("sync_items", *arguments, stdout=said, verbosity=0)
    return said.getvalue()


def make_unmarked(number: int) -> list[Product]:
    products = make_products(number, category=make_category())
    DatasetRecord.objects.all().delete()
    return products


def test_the_first_time_puts_everything(amazon: AmazonStandIn) -> None:
    make_unmarked(12)
    assert sync("--all") == "12 items were to be sent.\n"
    assert [len(call["items"]) for call in get_put(amazon)] == [10, 2]


def test_all_is_put_whatever_amazon_may_know(amazon: AmazonStandIn) -> None:
    make_product()
    sync("--all")
    sync("--all")
    assert len(get_put(amazon)) == 2


def test_without_all_only_what_differs_is_put(amazon: AmazonStandIn) -> None:
    make_unmarked(3)
    assert sync() == "3 items were to be sent.\n"
    assert sync() == "0 items were to be sent.\n"
    assert len(get_put(amazon)) == 1


def test_users_are_put_on_request(amazon: AmazonStandIn) -> None:
    user_id = make_shopper()
    DatasetRecord.objects.all().delete()
    assert sync("--users") == "1 users were to be sent.\n"
    assert get_last(amazon, user_id) == {"membershipStatus": "new"}


def test_a_failing_amazon_is_said(amazon: AmazonStandIn) -> None:
    make_unmarked(2)
    amazon.fail("denied")
    with pytest.raises(CommandError, match="2 wait to be sent.*AccessDenied"):
        sync("--all")


def test_without_a_dataset_group_it_says_what_to_set(settings: Any) -> None:
    settings.PERSONALIZE = settings.PERSONALIZE | {"BACKENDS": []}
    with pytest.raises(CommandError, match="PERSONALIZE_DATASET_GROUP_ARN"):
        sync()


@pytest.mark.parametrize("chunk", [2, 500])
def test_bulk_updates_are_found_at_night(
    amazon: AmazonStandIn, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(marking, "CHUNK", chunk)
    cheap, *_ = make_products(5, category=make_category())
    deliver()
    Product.objects.filter(pk=cheap.pk).update(price=3)
    mark_drift()
    deliver()
    assert get_last(amazon, cheap.sku)["price"] == 3
    assert [len(call["items"]) for call in get_put(amazon)] == [5, 1]


def test_items_added_in_bulk_are_found_at_night(amazon: AmazonStandIn) -> None:
    category = make_category()
    Product.objects.bulk_create([Product(sku="MUG", price=1, category=category)])
    mark_drift()
    deliver()
    assert get_last(amazon, "MUG")["inStock"] == "False"


def test_items_deleted_by_sql_are_found_at_night(amazon: AmazonStandIn) -> None:
    make_product(sku="MUG")
    deliver()
    Product.objects.all()._raw_delete("default")
    mark_drift()
    deliver()
    assert get_last(amazon, "MUG")["available"] == "False"


def test_a_shopper_who_has_become_a_buyer_is_found_at_night(
    amazon: AmazonStandIn,
) -> None:
    user_id = make_shopper()
    deliver("Users")
    store_sale(user_id)
    mark_drift()
    deliver("Users")
    assert get_last(amazon, user_id) == {"membershipStatus": "buyer"}


def test_an_opt_out_in_bulk_is_found_at_night(amazon: AmazonStandIn) -> None:
    user_id = make_shopper()
    deliver("Users")
    UserIdentity.objects.update(opted_out=True)
    mark_drift()
    deliver("Users")
    assert get_last(amazon, user_id) == {"membershipStatus": "gone"}


def test_where_nothing_differs_nothing_is_marked() -> None:
    gone, *_ = make_products(3)
    make_shopper()
    deliver()
    deliver("Users")
    gone.delete()
    deliver()
    mark_drift()
    assert not DatasetRecord.objects.pending().exists()
