from __future__ import annotations

from typing import Any

import pytest
from django.db.models import QuerySet

from personalize.catalog import Catalog
from shop.catalog.models import Product
from tests.shop.factories import make_category, make_product

pytestmark = pytest.mark.django_db


class NumberedCatalog(Catalog):
    """Items known by their primary key, as by default."""

    category_field = "category"

    def get_queryset(self) -> QuerySet[Any]:
        return Product.objects.available()


@pytest.fixture
def catalog() -> NumberedCatalog:
    return NumberedCatalog()


def test_an_item_is_known_by_its_primary_key(catalog: NumberedCatalog) -> None:
    product = make_product()
    assert catalog.get_item_id(product) == str(product.pk)
    assert catalog.get_items([str(product.pk)]) == [product]


def test_items_come_in_the_order_of_their_ids(catalog: NumberedCatalog) -> None:
    a, b = make_product(), make_product()
    assert catalog.get_items([str(b.pk), str(a.pk), str(b.pk)]) == [b, a]


@pytest.mark.parametrize(
    "form", ["{}.0", " {}", "0{}", "+{}", "{}x", "x", "", "1e1", "9" * 30]
)
def test_other_ways_to_write_a_number_are_no_ids(
    catalog: NumberedCatalog, form: str
) -> None:
    item_id = form.format(make_product().pk)
    assert catalog.get_items([item_id]) == []
    assert catalog.get_visible_ids([item_id]) == set()
    assert catalog.find_visible(item_id) is None


def test_digits_of_other_scripts_are_no_ids(catalog: NumberedCatalog) -> None:
    number = str(make_product().pk)
    arabic = number.translate({ord("0") + i: chr(0x0660 + i) for i in range(10)})
    assert catalog.get_items([arabic]) == []


def test_the_category_of_an_item_is_searched(catalog: NumberedCatalog) -> None:
    category = make_category()
    a, b = make_product(category=category), make_product(category=category)
    make_product()
    found = catalog.get_category_ids([str(a.pk)], 5)
    assert set(found) == {str(a.pk), str(b.pk)}


def test_a_catalog_must_say_what_it_offers() -> None:
    with pytest.raises(NotImplementedError, match="must write get_queryset"):
        Catalog().get_items(["1"])
