"""What is created at Amazon, by names that serving asks with."""

from __future__ import annotations

import re

import pytest

from personalize.backends.amazon_filters import (
    AmazonFilter,
    Part,
    count_category_levels,
    make_filters,
)
from personalize.catalog import Catalog

FILTERS = [
    filter_ for levels in (0, 1, 2, 3) for filter_ in make_filters(levels).values()
]
# The pattern and the greatest lengths of botocore's model; 63 less a prefix.
NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_-]{0,43}")


def make_catalog(*path: str) -> Catalog:
    catalog = Catalog()
    catalog.category_path = path
    return catalog


def test_there_is_one_for_each_combination_and_one_for_what_is_new() -> None:
    assert list(make_filters()) == [
        "in-stock",
        "in-stock-category",
        "in-stock-price",
        "in-stock-not-purchased",
        "in-stock-category-price",
        "in-stock-category-not-purchased",
        "in-stock-price-not-purchased",
        "in-stock-category-price-not-purchased",
        "new-arrivals",
    ]


def test_a_category_is_looked_for_in_each_column_and_the_rest_taken_away() -> None:
    filter_ = make_filters()["in-stock-category-price"]
    assert filter_.expression.split(" | ") == [
        "INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($CATEGORY_L1)",
        "INCLUDE ItemID WHERE Items.CATEGORY_L2 IN ($CATEGORY_L2)",
        'EXCLUDE ItemID WHERE Items.IN_STOCK IN ("False")',
        "EXCLUDE ItemID WHERE Items.PRICE < $MIN_PRICE",
        "EXCLUDE ItemID WHERE Items.PRICE > $MAX_PRICE",
    ]
    assert filter_.parts == {Part.IN_STOCK, Part.CATEGORY, Part.PRICE}


def test_a_filter_says_which_values_and_columns_it_needs() -> None:
    filter_ = make_filters(1)["in-stock-category"]
    assert filter_.parameters == ("CATEGORY_L1",)
    assert filter_.item_columns == {"CATEGORY_L1", "IN_STOCK"}


@pytest.mark.parametrize("filter_", FILTERS, ids=lambda filter_: filter_.name)
def test_names_and_expressions_keep_amazons_limits(filter_: AmazonFilter) -> None:
    assert NAME.fullmatch(filter_.name)
    assert len(filter_.expression) <= 2500
    assert len(filter_.item_columns) + 1 <= 10


@pytest.mark.parametrize("filter_", FILTERS, ids=lambda filter_: filter_.name)
def test_no_parameter_occurs_twice(filter_: AmazonFilter) -> None:
    assert filter_.expression.count("$") == len(filter_.parameters)


@pytest.mark.parametrize(
    ("path", "levels"), [((), 0), (("a",), 1), (("a", "b"), 2), (tuple("abcd"), 3)]
)
def test_there_are_as_many_levels_as_the_catalogue_has_and_amazon_takes(
    path: tuple[str, ...], levels: int
) -> None:
    assert count_category_levels(make_catalog(*path)) == levels


def test_a_catalogue_with_one_category_field_has_one_level() -> None:
    catalog = Catalog()
    catalog.category_field = "category"
    assert count_category_levels(catalog) == 1


def test_a_catalogue_without_categories_has_no_filter_for_them() -> None:
    assert list(make_filters(0)) == [
        "in-stock",
        "in-stock-price",
        "in-stock-not-purchased",
        "in-stock-price-not-purchased",
        "new-arrivals",
    ]
