from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from personalize.engine import content
from personalize.engine.content import ContentIndex
from personalize.engine.features import ItemFeatures, ItemRow
from personalize.engine.words import find_words


def get_similar(rows: Iterable[ItemRow], item_id: str, limit: int = 50) -> list[str]:
    features = ItemFeatures.from_rows(rows)
    found = ContentIndex(features).find_neighbours(limit)
    span = found.span(features.item_ids.index(item_id))
    return [features.item_ids[number] for number in found.items[span]]


def make_texts(**texts: str) -> list[ItemRow]:
    return [ItemRow(item_id=item_id, text=text) for item_id, text in texts.items()]


def make_assortment(number: int) -> list[ItemRow]:
    """Items of which each shares a word with nine others, and one word with all."""
    return [
        ItemRow(
            item_id=f"i-{n}",
            text=f"everywhere tenth{n % (number // 10)}th odd{n}odd",
            categories=("shop", f"shelf-{n % 7}"),
            price=1.0 + n % 13,
        )
        for n in range(number)
    ]


def test_words_are_lower_case_and_without_numbers_and_letters() -> None:
    assert find_words("Grüne T-Shirts 2024, XL, grüne 42") == ["grüne", "shirts", "xl"]


def test_items_that_share_words_are_similar() -> None:
    rows = make_texts(a="red tea pot", b="blue tea cup", c="garden spade", d="tea pot")
    assert get_similar(rows, "a") == ["d", "b"]


def test_a_rare_word_says_more_than_a_common_one() -> None:
    rows = make_texts(a="set lantern", b="set mug", c="lantern jar", d="set tin")
    assert get_similar(rows, "a")[0] == "c"


def test_the_most_specific_category_says_most() -> None:
    rows = [
        ItemRow(item_id="a", categories=("men", "shoes")),
        ItemRow(item_id="b", categories=("men", "hats")),
        ItemRow(item_id="c", categories=("men", "shoes")),
        ItemRow(item_id="d", categories=("women", "skirts")),
    ]
    assert get_similar(rows, "a") == ["c", "b"]


@pytest.mark.parametrize(
    ("like", "unlike"), [({"brand": "Acme"}, {"brand": "Apex"}), ({"price": 10}, {})]
)
def test_brand_and_price_decide_between_equals(like: dict, unlike: dict) -> None:
    rows = [
        ItemRow(item_id="a", text="tea pot", **like),
        ItemRow(item_id="b", text="tea pot", **unlike),
        ItemRow(item_id="c", text="tea pot", **like),
    ]
    assert get_similar(rows, "a") == ["c", "b"]


def test_a_price_nearby_is_more_alike_than_one_far_away() -> None:
    prices = {"a": 20, "b": 80, "c": 24, "d": 21}
    rows = [ItemRow(item_id=key, price=price) for key, price in prices.items()]
    assert get_similar(rows, "a") == ["d", "c"]


def test_scores_are_cosines() -> None:
    features = ItemFeatures.from_rows(make_texts(a="tea pot", b="tea pot", c="tea"))
    scores = ContentIndex(features).find_neighbours().scores
    assert 0 < scores.min() < scores.max() == pytest.approx(1)


def test_an_item_is_not_its_own_neighbour() -> None:
    found = ContentIndex(ItemFeatures.from_rows(make_assortment(50))).find_neighbours()
    rows = np.repeat(np.arange(50), np.diff(found.starts))
    assert not (found.items == rows).any()


def test_what_nothing_is_said_of_has_no_neighbours() -> None:
    rows = [*make_texts(a="tea pot", b="tea cup", c=""), ItemRow(item_id="d")]
    assert get_similar(rows, "c") == []


def test_no_more_neighbours_are_kept_than_asked_for() -> None:
    assert len(get_similar(make_assortment(50), "i-7", 5)) == 5


@pytest.mark.parametrize("rows", [[], make_texts(a=""), make_texts(a="tea")])
def test_nothing_to_compare_is_no_error(rows: list[ItemRow]) -> None:
    features = ItemFeatures.from_rows(rows)
    assert ContentIndex(features).find_neighbours().num_pairs == 0


def test_the_work_is_bounded_and_common_tokens_still_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = ContentIndex(ItemFeatures.from_rows(make_assortment(200)))
    expected = index.find_neighbours(5).scores
    # So that "everywhere" and the category "shop" name no candidates, and blocks end.
    monkeypatch.setattr(content, "MAX_PRODUCTS", 200**2)
    monkeypatch.setattr(content, "PRODUCTS_PER_BLOCK", 1000)
    assert index.find_neighbours(5).scores == pytest.approx(expected, rel=1e-5)
