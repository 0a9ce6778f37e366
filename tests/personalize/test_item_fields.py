from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from math import isnan
from typing import Any

import pytest
from django.db.models import QuerySet
from django.db.models.functions import TruncDate
from pytest_django import DjangoAssertNumQueries

from personalize.catalog import Catalog
from personalize.datasets.features import read_features
from personalize.engine.features import ItemFilter, ItemRow
from shop.catalog.models import Category, Product
from shop.personalization import ShopCatalog
from tests.shop.factories import make_category, make_product, make_products

pytestmark = pytest.mark.django_db

CREATED = datetime(2026, 3, 1, 12, tzinfo=UTC)


class PlainCatalog(Catalog):
    """A shop that says nothing of its items but that they are there."""

    def get_queryset(self) -> QuerySet[Any]:
        return Product.objects.available()


class DatedCatalog(PlainCatalog):
    created_field = "day"
    category_field = "category"

    def get_queryset(self) -> QuerySet[Any]:
        return Product.objects.annotate(day=TruncDate("created_at", tzinfo=UTC))


def describe(catalog: Catalog) -> ItemRow:
    [row] = catalog.get_features()
    return row


def narrow(catalog: Catalog, **where: Any) -> set[Product]:
    return set(catalog.narrow(catalog.get_queryset(), ItemFilter(**where)))


@pytest.fixture
def women() -> Category:
    return make_category("Women")


@pytest.fixture
def tee(women: Category) -> Product:
    return make_product(
        "Linen tee",
        description="Soft.",
        brand="Acme",
        category=make_category("Tops", parent=women),
        price=Decimal("19.90"),
        created_at=CREATED,
    )


def test_the_shop_describes_its_products(tee: Product, women: Category) -> None:
    assert describe(ShopCatalog()) == ItemRow(
        item_id=tee.sku,
        text="Linen tee Soft.",
        categories=(women.slug, tee.category.slug),
        brand="Acme",
        price=19.9,
        added=CREATED.timestamp(),
    )


def test_a_department_has_no_parent_to_name(women: Category) -> None:
    make_product(category=women)
    assert describe(ShopCatalog()).categories == (women.slug,)


def test_what_is_sold_out_is_described_too(tee: Product) -> None:
    Product.objects.update(stock=0)
    assert describe(ShopCatalog()).item_id == tee.sku


def test_an_item_is_described_by_its_name_if_no_field_is_named(tee: Product) -> None:
    row = describe(PlainCatalog())
    assert (row.item_id, row.text) == (str(tee.pk), "Linen tee")
    assert (row.categories, row.brand) == ((), "")
    assert isnan(row.price)
    assert isnan(row.added)


def test_a_day_counts_from_its_beginning(tee: Product) -> None:
    midnight = datetime(2026, 3, 1, tzinfo=UTC).timestamp()
    assert describe(DatedCatalog()).added == midnight


def test_a_field_that_is_empty_is_left_out(tee: Product) -> None:
    Product.objects.update(description="", brand="")
    row = describe(ShopCatalog())
    assert (row.text, row.brand) == ("Linen tee", "")


def test_more_items_need_no_more_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    make_products(5)
    with django_assert_num_queries(1):
        assert len(list(PlainCatalog().get_features())) == 5
    with django_assert_num_queries(1):
        assert len(read_features()) == 5


def test_a_category_holds_what_is_in_those_below_it(
    tee: Product, women: Category
) -> None:
    make_product()
    assert narrow(ShopCatalog(), categories={women.slug}) == {tee}
    assert narrow(ShopCatalog(), categories={tee.category.slug, "x"}) == {tee}


def test_without_a_path_a_category_is_known_by_its_key(tee: Product) -> None:
    make_product()
    row = next(row for row in DatedCatalog().get_features() if row.text == "Linen tee")
    assert narrow(DatedCatalog(), categories=row.categories) == {tee}


@pytest.mark.parametrize(
    "where",
    [
        {"min_price": 19.9},
        {"max_price": 19.9},
        {"min_price": 0, "max_price": 1e300},
        {"min_price": 19.9, "max_price": 19.9},
    ],
    ids=str,
)
def test_the_price_now_lets_it_pass(tee: Product, where: dict[str, float]) -> None:
    assert narrow(ShopCatalog(), **where) == {tee}


@pytest.mark.parametrize(
    "where", [{"min_price": 19.91}, {"max_price": 19.89}, {"min_price": 1e300}], ids=str
)
def test_the_price_now_keeps_it_out(tee: Product, where: dict[str, float]) -> None:
    assert narrow(ShopCatalog(), **where) == set()


@pytest.mark.parametrize(
    "where", [{"categories": {"women"}}, {"min_price": 0}], ids=str
)
def test_what_no_field_can_tell_nothing_passes(
    tee: Product, where: dict[str, Any]
) -> None:
    assert narrow(PlainCatalog(), **where) == set()


def test_ids_are_narrowed_as_items_are(tee: Product, women: Category) -> None:
    other = make_product(price=99)
    catalog, where = ShopCatalog(), ItemFilter(categories=frozenset({women.slug}))
    ids = [other.sku, tee.sku]
    assert catalog.get_items(ids, where) == [tee]
    assert catalog.get_available_ids(ids, where) == {tee.sku}
    assert catalog.get_newest_ids(5, where) == [tee.sku]
    assert catalog.get_category_ids(ids, 5, where) == [tee.sku]
    assert list(catalog.select_category_ids(ids, where)) == [tee.sku]
    assert list(catalog.select_ids(where)) == [tee.sku]
