"""Items and users as files: what Amazon is told of them, and what it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db.models import QuerySet

from personalize.catalog import Catalog
from personalize.models import UserIdentity
from shop.catalog.models import Product
from shop.personalization import ShopCatalog
from tests.personalize.datasets import export, make_shopper, store_event, store_sale
from tests.shop.factories import make_category, make_product

pytestmark = pytest.mark.django_db


class PlainCatalog(Catalog):
    def get_queryset(self) -> QuerySet[Any]:
        return Product.objects.available()


class PricedCatalog(ShopCatalog):
    price_field = "category__parent__pk"


class RegionalCatalog(ShopCatalog):
    user_columns = ("REGION",)

    def get_user_bands(
        self, user_ids: Sequence[str]
    ) -> Mapping[str, Mapping[str, str]]:
        return {user_id: {"REGION": "north"} for user_id in user_ids}


def use(settings: Any, catalog: type) -> None:
    path = f"{__name__}.{catalog.__name__}"
    settings.PERSONALIZE = django_settings.PERSONALIZE | {"CATALOG": path}


def test_an_item_is_a_row() -> None:
    make_product(
        "Linen tee",
        sku="TEE",
        description="Soft,\nand light.",
        brand="Acme",
        category=make_category(parent=make_category()),
        price=Decimal("12.50"),
        created_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    )
    [row] = export("items")
    levels = (row.pop("CATEGORY_L1"), row.pop("CATEGORY_L2"))
    assert (
        levels
        == Product.objects.values_list("category__parent__slug", "category__slug").get()
    )
    assert row == {
        "ITEM_ID": "TEE",
        "PRICE": "12.5",
        "PRODUCT_NAME": "Linen tee",
        "PRODUCT_DESCRIPTION": "Soft, and light.",
        "BRAND": "Acme",
        "CREATION_TIMESTAMP": "1772366400",
        "IN_STOCK": "True",
        "AVAILABLE": "True",
    }


def test_what_is_sold_out_says_so() -> None:
    make_product(stock=0)
    assert [row["IN_STOCK"] for row in export("items")] == ["False"]


def test_unpublished_items_are_not_exported() -> None:
    make_product(is_published=False)
    assert export("items") == []


def test_an_item_of_a_top_category_has_no_second_level() -> None:
    category = make_category()
    make_product(category=category)
    [row] = export("items")
    assert (row["CATEGORY_L1"], row["CATEGORY_L2"]) == (category.slug, "")


def test_a_catalogue_that_says_nothing_has_names_still(settings: Any) -> None:
    use(settings, PlainCatalog)
    product = make_product("Mug")
    assert export("items") == [
        {
            "ITEM_ID": str(product.pk),
            "PRODUCT_NAME": "Mug",
            "IN_STOCK": "True",
            "AVAILABLE": "True",
        }
    ]


def test_an_item_without_a_required_value_is_left_out(settings: Any) -> None:
    use(settings, PricedCatalog)
    make_product(sku="MUG")
    said = StringIO()
    call_command("export_dataset", "items", stdout=StringIO(), stderr=said)
    assert "MUG: PRICE has no value" in said.getvalue()


def test_a_shopper_is_new_then_returning_then_a_buyer() -> None:
    new, returning, buyer = map(make_shopper, ["a@a.com", "b@a.com", "c@a.com"])
    store_event(new)
    store_event(returning, timestamp=datetime(2026, 11, 1, tzinfo=UTC))
    store_event(returning, timestamp=datetime(2026, 11, 2, tzinfo=UTC))
    store_sale(buyer)
    statuses = {row["USER_ID"]: row["MEMBERSHIP_STATUS"] for row in export("users")}
    assert statuses == {new: "new", returning: "returning", buyer: "buyer"}


def test_a_purchase_that_only_a_client_reports_makes_no_buyer() -> None:
    store_sale(make_shopper(), is_verified=False)
    assert [row["MEMBERSHIP_STATUS"] for row in export("users")] == ["new"]


def test_whoever_opted_out_or_works_here_is_no_user() -> None:
    make_shopper("a@a.com", opted_out=True)
    make_shopper("b@a.com")
    identity = UserIdentity.objects.get(account__email="b@a.com")
    identity.account.is_staff = True
    identity.account.save()
    assert export("users") == []


def test_nothing_of_a_person_is_exported() -> None:
    make_shopper("ann@example.com")
    [row] = export("users")
    assert list(row) == ["USER_ID", "MEMBERSHIP_STATUS"]
    assert "ann@" not in str(row.values())


def test_a_shop_can_add_bands_of_its_own(settings: Any) -> None:
    use(settings, RegionalCatalog)
    make_shopper()
    assert [row["REGION"] for row in export("users")] == ["north"]
