from __future__ import annotations

import dataclasses
from math import isnan
from pathlib import Path

import numpy as np
import pytest

from personalize.engine.features import (
    ItemFacts,
    ItemFeatures,
    ItemFilter,
    ItemRow,
)
from personalize.engine.item_index import ItemIndex
from personalize.engine.model_files import read_arrays, write_arrays

ROWS = (
    ItemRow(item_id="tee", categories=("women", "tops"), price=19.9, added=1e9),
    ItemRow(item_id="boot", categories=("men", "shoes"), price=120.0),
    ItemRow(item_id="sock", categories=("men",)),
    ItemRow(item_id="gift", price=10.0),
)
ITEMS = ItemIndex(np.array(["boot", "gift", "heard of", "sock", "tee"]))


def align(*rows: ItemRow) -> ItemFeatures:
    return ItemFeatures.from_rows(rows).align(ITEMS)


def pass_through(where: ItemFilter) -> list[str]:
    return ITEMS.ids[ItemFacts.of(align(*ROWS)).mask(where)].tolist()


def test_columns_must_have_the_same_length() -> None:
    with pytest.raises(ValueError, match="same length"):
        dataclasses.replace(ItemFeatures.from_rows(ROWS), brands=["Acme"])


def test_rows_are_aligned_to_the_numbers_of_the_items() -> None:
    assert align(*ROWS).prices[[0, 1, 4]].tolist() == [120.0, 10.0, 19.9]


def test_an_item_that_is_not_described_has_an_empty_row() -> None:
    features = align(*ROWS)
    assert (features.texts[2], features.categories[2]) == ("", ())
    assert isnan(features.prices[2])


def test_a_described_item_that_is_not_in_the_index_is_left_out() -> None:
    assert len(align(ItemRow(item_id="unheard of"))) == len(ITEMS)


def test_the_last_row_of_an_id_counts() -> None:
    features = align(ItemRow(item_id="tee", price=1), ItemRow(item_id="tee", price=2))
    assert features.prices[4] == 2


def test_without_rows_nothing_is_known() -> None:
    assert ItemFacts.of(align()).mask(ItemFilter(min_price=0)).tolist() == [False] * 5


def test_an_empty_filter_lets_all_pass() -> None:
    assert not ItemFilter()
    assert pass_through(ItemFilter()) == ITEMS.ids.tolist()


def test_a_filter_that_allows_any_price_from_nothing_is_not_empty() -> None:
    assert ItemFilter(min_price=0)


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (ItemFilter(categories=frozenset({"men"})), ["boot", "sock"]),
        (ItemFilter(categories=frozenset({"tops", "shoes"})), ["boot", "tee"]),
        (ItemFilter(categories=frozenset({"unheard of"})), []),
        (ItemFilter(min_price=19.9), ["boot", "tee"]),
        (ItemFilter(max_price=19.9), ["gift", "tee"]),
        (ItemFilter(min_price=15, max_price=50), ["tee"]),
        (ItemFilter(categories=frozenset({"men"}), max_price=500), ["boot"]),
    ],
    ids=["in one", "in two", "in none", "above", "below", "between", "both"],
)
def test_a_filter_lets_pass(where: ItemFilter, expected: list[str]) -> None:
    assert pass_through(where) == expected


def test_the_last_category_of_an_item_is_its_main_one() -> None:
    facts = ItemFacts.of(align(*ROWS))
    numbers = facts.find_main_categories(np.array([4, 0, 3, 1, 2, 77]))
    names = [*facts.category_names.tolist(), "none"]
    found = [names[number] for number in numbers.tolist()]
    assert found == ["tops", "shoes", "men", "none", "none", "none"]


def test_facts_are_the_same_after_they_were_saved(tmp_path: Path) -> None:
    facts = ItemFacts.of(align(*ROWS))
    write_arrays(tmp_path / "model", facts.to_arrays())
    again = ItemFacts.from_arrays(read_arrays(tmp_path / "model"))
    where = ItemFilter(categories=frozenset({"men"}), max_price=500)
    assert again.mask(where).tolist() == facts.mask(where).tolist()
    assert again.added[4] == 1e9
