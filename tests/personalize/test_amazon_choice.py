"""Which filter a question is put with, and with which values."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from personalize.backends.amazon_choice import (
    choose_filter,
    find_parts,
    quote,
    says_all,
    write_values,
)
from personalize.backends.amazon_filters import Part, make_filters
from personalize.engine.features import ItemFilter
from tests.amazon import AmazonStandIn
from tests.personalize.amazon import add_filter, make_query

FILTERS = make_filters()
SHOES = frozenset({"shoes"})
BOUGHT = frozenset({"A-1"})
# What Amazon takes as a value: numbers without a sign, or words in double quotes.
VALUE = re.compile(r'\d+|"[^"\\]+"(,"[^"\\]+")*')

PRICES = st.none() | st.floats()
WHERE = st.builds(
    ItemFilter,
    categories=st.frozensets(st.text(max_size=400), max_size=4),
    min_price=PRICES,
    max_price=PRICES,
)


def choose(*names: str, exclude: frozenset[str] = frozenset(), **where: Any) -> Any:
    """Choose among the named filters, or among all."""
    filters = [FILTERS[name] for name in names or FILTERS]
    return choose_filter(
        make_query(exclude=exclude, where=ItemFilter(**where)), filters
    )


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ({}, "in-stock"),
        ({"exclude": BOUGHT}, "in-stock-not-purchased"),
        ({"categories": SHOES}, "in-stock-category"),
        ({"min_price": 10}, "in-stock-price"),
        ({"max_price": 10}, "in-stock-price"),
        ({"categories": SHOES, "max_price": 10}, "in-stock-category-price"),
        (
            {"categories": SHOES, "exclude": BOUGHT},
            "in-stock-category-not-purchased",
        ),
        ({"max_price": 10, "exclude": BOUGHT}, "in-stock-price-not-purchased"),
        (
            {"categories": SHOES, "max_price": 10, "exclude": BOUGHT},
            "in-stock-category-price-not-purchased",
        ),
    ],
)
def test_a_question_is_put_with_the_filter_that_says_all_of_it(
    question: dict[str, Any], name: str
) -> None:
    assert choose(**question).name == name


def test_of_the_filters_that_exist_the_one_that_narrows_most_is_chosen() -> None:
    names = ["in-stock", "in-stock-price", "in-stock-category", "new-arrivals"]
    chosen = choose(*names, categories=SHOES, max_price=10)
    assert chosen.name == "in-stock-category"


def test_a_filter_that_says_more_than_the_question_is_never_chosen() -> None:
    assert choose("in-stock-category", "in-stock-price", "new-arrivals") is None


def test_a_category_may_stand_in_any_column() -> None:
    chosen = choose(categories=frozenset({"shoes", "boots"}))
    assert chosen.values == {
        "CATEGORY_L1": '"boots","shoes"',
        "CATEGORY_L2": '"boots","shoes"',
    }


@pytest.mark.parametrize(
    ("prices", "lowest", "highest"),
    [
        ({"min_price": 20, "max_price": 50}, "20", "50"),
        ({"min_price": 19.90, "max_price": 49.90}, "19", "50"),
        ({"min_price": 5}, "5", "1000000000000"),
        ({"max_price": 5}, "0", "5"),
        ({"min_price": -3, "max_price": 1e300}, "0", "1000000000000"),
    ],
)
def test_prices_are_whole_numbers_around_those_asked_for(
    prices: dict[str, float], lowest: str, highest: str
) -> None:
    assert choose(**prices).values == {"MIN_PRICE": lowest, "MAX_PRICE": highest}


@pytest.mark.parametrize(
    "words", [{'16"'}, {"a\\b"}, {"a|b"}, {""}, {"a" * 999}, {"a" * 499, "b" * 500}]
)
def test_words_that_cannot_be_quoted_are_left_to_the_shop(words: set[str]) -> None:
    chosen = choose(categories=frozenset(words), max_price=10)
    assert chosen.name == "in-stock-price"
    assert not says_all(chosen, ItemFilter(categories=frozenset(words)))


def test_words_of_the_greatest_length_are_quoted() -> None:
    assert len(quote(["a" * 498, "b" * 497])) == 1000


@pytest.mark.parametrize("price", [math.nan, math.inf])
def test_prices_that_are_no_numbers_are_left_to_the_shop(price: float) -> None:
    assert choose(max_price=price).name == "in-stock"


def test_what_is_new_is_so_for_the_whole_day() -> None:
    with time_machine.travel(datetime(2026, 11, 30, 15, 30, tzinfo=UTC)):
        value = write_values(ItemFilter())["CREATED_AFTER"]
    assert datetime.fromtimestamp(int(value), UTC) == datetime(2026, 10, 31, tzinfo=UTC)


def test_a_filter_says_all_when_only_stock_and_purchases_may_change() -> None:
    shoes, cheap_shoes = (
        ItemFilter(categories=SHOES),
        ItemFilter(categories=SHOES, max_price=10),
    )
    chosen = choose("in-stock-category", categories=SHOES, max_price=10)
    assert says_all(chosen, shoes)
    assert not says_all(chosen, cheap_shoes)
    assert says_all(None, ItemFilter())


@given(where=WHERE)
def test_whatever_is_asked_amazon_gets_values_it_takes(where: ItemFilter) -> None:
    query = make_query(where=where)
    chosen = choose_filter(query, FILTERS.values())
    assert chosen is not None
    assert chosen.parts <= find_parts(query)
    assert chosen.values.keys() == set(FILTERS[chosen.name].parameters)
    assert all(map(VALUE.fullmatch, chosen.values.values()))
    assert all(len(value) <= 1000 for value in chosen.values.values())


@pytest.mark.parametrize("filter_", FILTERS.values(), ids=list(FILTERS))
def test_the_shop_has_the_columns_that_its_filters_look_at(filter_: Any) -> None:
    with AmazonStandIn() as amazon:
        add_filter(amazon, filter_.name, filter_.expression)
    assert Part.IN_STOCK in filter_.parts or filter_.name == "new-arrivals"
