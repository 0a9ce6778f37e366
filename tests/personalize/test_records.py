"""Items and users on their way to Amazon: what is marked, put, and tried again."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from personalize.enums import EventStatus, EventType
from personalize.events import record
from personalize.identity import Visitor
from personalize.models import DatasetRecord, UserIdentity
from personalize.records.marking import mark_items, mark_users
from personalize.tasks import deliver_records
from shop.accounts.models import User
from shop.catalog.models import Product
from tests.amazon import AmazonStandIn
from tests.personalize.datasets import (
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


@pytest.fixture(autouse=True)
def amazon(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[AmazonStandIn]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")
    with AmazonStandIn() as amazon:
        configure_group(settings, amazon)
        yield amazon


def save_in_vain(product: Product) -> None:
    with transaction.atomic():
        product.save()
        transaction.set_rollback(True)


def test_a_saved_product_is_put_to_its_dataset(amazon: AmazonStandIn) -> None:
    category = make_category()
    make_product("Mug", sku="MUG", brand="Acme", category=category)
    assert deliver() == 1
    [call] = get_put(amazon)
    assert call["datasetArn"].endswith(":dataset/shop/ITEMS")
    known = get_last(amazon, "MUG")
    assert known.pop("creationTimestamp") > 1_700_000_000
    assert known == {
        "price": 10.0,
        "categoryL1": category.slug,
        "productName": "Mug",
        "brand": "Acme",
        "inStock": "True",
        "available": "True",
    }
    assert get_status("MUG") == EventStatus.DELIVERED


def test_a_product_saved_ten_times_is_put_once(amazon: AmazonStandIn) -> None:
    product = make_product(sku="MUG")
    for number in range(9):
        product.name = f"Mug {number}"
        product.save()
    deliver()
    [call] = get_put(amazon)
    assert len(call["items"]) == 1
    assert get_last(amazon, "MUG")["productName"] == "Mug 8"


def test_a_record_waits_a_moment_for_more_to_come(amazon: AmazonStandIn) -> None:
    make_product()
    deliver_records()
    assert amazon.calls == []


def test_saving_again_does_not_prolong_the_wait() -> None:
    product = make_product(sku="MUG")
    due = DatasetRecord.objects.get().next_attempt_at
    product.save()
    assert DatasetRecord.objects.get().next_attempt_at == due


def test_a_save_that_is_rolled_back_is_not_put(amazon: AmazonStandIn) -> None:
    product = make_product()
    deliver()
    save_in_vain(product)
    assert deliver() == 0


def test_ten_records_go_in_a_call(amazon: AmazonStandIn) -> None:
    make_products(25, category=make_category())
    assert deliver() == 25
    assert [len(call["items"]) for call in get_put(amazon)] == [10, 10, 5]


def test_what_amazon_knows_already_is_not_put_again(amazon: AmazonStandIn) -> None:
    product = make_product(sku="MUG")
    deliver()
    product.save()
    assert deliver() == 1
    assert len(get_put(amazon)) == 1
    assert get_status("MUG") == EventStatus.DELIVERED


@pytest.mark.parametrize(
    ("changes", "flags"),
    [
        ({"stock": 0}, {"inStock": "False", "available": "True"}),
        ({"is_published": False}, {"inStock": "False", "available": "False"}),
    ],
)
def test_what_cannot_be_bought_says_so(
    amazon: AmazonStandIn, changes: dict[str, Any], flags: dict[str, str]
) -> None:
    product = make_product(sku="MUG")
    deliver()
    before = get_last(amazon, "MUG")
    vars(product).update(changes)
    product.save()
    deliver()
    assert get_last(amazon, "MUG") == before | flags


def test_a_deleted_item_is_known_as_gone(amazon: AmazonStandIn) -> None:
    product = make_product("Mug", sku="MUG")
    deliver()
    before = get_last(amazon, "MUG")
    product.delete()
    deliver()
    flags = {"inStock": "False", "available": "False"}
    assert get_last(amazon, "MUG") == before | flags


def test_an_imported_item_that_is_deleted_is_known_as_gone(
    amazon: AmazonStandIn,
) -> None:
    mark_items("MUG")
    deliver()
    assert get_last(amazon, "MUG") == {
        "price": 0.0,
        "categoryL1": "gone",
        "creationTimestamp": 0,
        "inStock": "False",
        "available": "False",
    }


@pytest.mark.parametrize("item_id", ["", "x" * 200, "A 1", "None", "ITEM_ID"])
def test_an_id_that_amazon_cannot_know_is_not_marked(item_id: str) -> None:
    mark_items(item_id)
    assert not DatasetRecord.objects.exists()


def test_a_purchase_has_the_stock_told(
    amazon: AmazonStandIn, django_capture_on_commit_callbacks: Any
) -> None:
    make_product(sku="MUG")
    user_id = make_shopper()
    deliver()
    # As the checkout takes it out of stock: past save().
    Product.objects.update(stock=0)
    visitor = Visitor(user_id=user_id, session_id="s_1")
    with django_capture_on_commit_callbacks(execute=True):
        record(visitor, EventType.PURCHASE, item_id="MUG")
    deliver()
    deliver("Users")
    assert get_last(amazon, "MUG")["inStock"] == "False"
    assert get_last(amazon, user_id) == {"membershipStatus": "buyer"}


def test_a_new_account_is_put_to_its_dataset(amazon: AmazonStandIn) -> None:
    user_id = make_shopper("ann@example.com")
    assert deliver("Users") == 1
    [call] = get_put(amazon, "PutUsers")
    assert call["datasetArn"].endswith(":dataset/shop/USERS")
    assert [user["userId"] for user in call["users"]] == [user_id]
    assert "ann@" not in str(call)
    assert "example" not in str(call)


def test_a_login_is_no_news_of_an_account() -> None:
    make_shopper()
    DatasetRecord.objects.all().delete()
    User.objects.get().save(update_fields=["last_login"])
    assert not DatasetRecord.objects.exists()
    User.objects.get().save()
    assert DatasetRecord.objects.exists()


def test_of_whoever_opts_out_amazon_keeps_nothing(amazon: AmazonStandIn) -> None:
    user_id = make_shopper()
    deliver("Users")
    identity = UserIdentity.objects.get()
    identity.opted_out = True
    identity.save()
    deliver("Users")
    assert get_last(amazon, user_id) == {"membershipStatus": "gone"}


def test_of_a_deleted_account_amazon_keeps_nothing(amazon: AmazonStandIn) -> None:
    user_id = make_shopper()
    deliver("Users")
    User.objects.get().delete()
    deliver("Users")
    assert get_last(amazon, user_id) == {"membershipStatus": "gone"}


def test_whoever_opted_out_before_is_never_put(amazon: AmazonStandIn) -> None:
    mark_users(make_shopper(opted_out=True))
    assert deliver("Users") == 1
    assert amazon.calls == []


def test_without_a_dataset_group_saving_asks_nothing(
    settings: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    product = make_product()
    settings.PERSONALIZE = settings.PERSONALIZE | {"BACKENDS": []}
    with django_assert_num_queries(1):
        product.save()
    with django_assert_num_queries(0):
        mark_users("u_1")
        deliver_records()


def test_the_worker_delivers_both_datasets(amazon: AmazonStandIn) -> None:
    make_product()
    make_shopper()
    make_due()
    deliver_records()
    operations = [call.operation for call in amazon.calls]
    assert operations == ["PutItems", "PutUsers"]
