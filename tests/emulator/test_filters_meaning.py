"""Who passes a filter, with which values."""

from __future__ import annotations

import pytest

from personalize.emulator.expressions import ExpressionError
from personalize.emulator.expressions_parser import parse
from personalize.emulator.filtering import Circumstances, Subject, compile_filter
from personalize.emulator.filtering_values import read_values
from tests.emulator.test_filters_grammar import TABLES

WELLIES = Subject(
    attributes={"CATEGORY": "shoes|rain", "PRICE": 30.0, "GENRE": "a"},
    event_types=frozenset({"purchase", "view"}),
)
EMPTY = Subject()


def passes(
    text: str,
    subject: Subject = WELLIES,
    values: dict[str, str] | None = None,
    **now: dict[str, str | float | bool | None],
) -> bool:
    parsed = parse(text)
    filled = read_values(parsed, values or {}, TABLES)
    return compile_filter(parsed, Circumstances(values=filled, **now))(subject)


def test_one_of_several_values_is_enough() -> None:
    assert passes('INCLUDE ItemID WHERE Items.CATEGORY IN ("rain", "snow")')


def test_values_are_matched_exactly() -> None:
    assert not passes('INCLUDE ItemID WHERE Items.CATEGORY IN ("Rain")')


def test_not_in_needs_all_values_to_differ() -> None:
    assert not passes('INCLUDE ItemID WHERE Items.CATEGORY NOT IN ("snow", "rain")')
    assert passes('INCLUDE ItemID WHERE Items.CATEGORY NOT IN ("snow")')


def test_event_types_match_in_any_case() -> None:
    assert not passes('EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("PURCHASE")')


def test_the_asterisk_stands_for_any_event() -> None:
    text = 'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")'
    assert not passes(text)
    assert passes(text, EMPTY)


@pytest.mark.parametrize("operator", ["=", "<", "<=", ">", ">=", "!="])
def test_an_unknown_value_meets_no_comparison(operator: str) -> None:
    assert not passes(f"INCLUDE ItemID WHERE Items.PRICE {operator} 30", EMPTY)


@pytest.mark.parametrize(
    ("condition", "met"),
    [("= 30", True), ("!= 30", False), ("< 30.5", True), (">= 31", False)],
)
def test_numbers_are_compared(condition: str, met: bool) -> None:
    assert passes(f"INCLUDE ItemID WHERE Items.PRICE {condition}") is met


def test_and_binds_closer_than_or() -> None:
    assert passes(
        'INCLUDE ItemID WHERE Items.GENRE IN ("a") OR Items.GENRE IN ("b")'
        " AND Items.PRICE > 99"
    )


def test_includes_are_united_and_excludes_taken_away() -> None:
    either = (
        'INCLUDE ItemID WHERE Items.GENRE IN ("b")'
        ' | INCLUDE ItemID WHERE Items.CATEGORY IN ("rain")'
    )
    assert passes(either)
    assert not passes(f"{either} | EXCLUDE ItemID WHERE Items.PRICE > 10")


def test_the_current_item_lends_its_values() -> None:
    text = (
        "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE"
        " AND Items.CATEGORY IN CurrentItem.CATEGORY"
    )
    assert passes(text, item={"PRICE": 40.0, "CATEGORY": "rain"})
    assert not passes(text, item={"PRICE": 20.0, "CATEGORY": "rain"})
    assert not passes(text)


def test_an_expression_is_left_out_unless_the_user_meets_the_if() -> None:
    text = 'EXCLUDE ItemID WHERE Items.GENRE IN ("a") IF CurrentUser.AGE > 18'
    assert passes(text, user={"AGE": 17.0})
    assert not passes(text, user={"AGE": 19.0})


def test_the_user_may_be_compared_with_a_text() -> None:
    text = "EXCLUDE ItemID WHERE Items.PRICE > 9 IF CurrentUser.COUNTRY = $COUNTRY"
    values = {"COUNTRY": '"FR"'}
    assert not passes(text, values=values, user={"COUNTRY": "FR"})
    assert passes(text, values=values, user={"COUNTRY": "GB"})


def test_placeholders_take_quoted_texts_and_bare_numbers() -> None:
    text = "INCLUDE ItemID WHERE Items.CATEGORY IN ($C) AND Items.PRICE <= ($P)"
    assert passes(text, values={"C": '"snow, ice","rain"', "P": "30.5"})


def test_an_include_needs_every_placeholder_filled() -> None:
    with pytest.raises(ExpressionError, match="lacks C"):
        passes("INCLUDE ItemID WHERE Items.CATEGORY IN ($C)")


def test_an_exclude_without_its_value_is_left_out() -> None:
    assert passes("EXCLUDE ItemID WHERE Items.CATEGORY IN ($C)")


def test_a_value_without_a_placeholder_is_refused() -> None:
    with pytest.raises(ExpressionError, match="no parameter c;"):
        passes("EXCLUDE ItemID WHERE Items.CATEGORY IN ($C)", values={"c": '"a"'})


@pytest.mark.parametrize("text", ["a", '"a', '"a" "b"', '"a",', "''", '""', "", "5"])
def test_texts_need_double_quotes(text: str) -> None:
    with pytest.raises(ExpressionError, match="in double quotes"):
        passes("EXCLUDE ItemID WHERE Items.CATEGORY IN ($C)", values={"C": text})


@pytest.mark.parametrize("text", ['"5"', "", "five", "1e5", "nan", "--5", "1.2.3", "٣"])
def test_numbers_need_digits_alone(text: str) -> None:
    with pytest.raises(ExpressionError, match="must be a number"):
        passes("EXCLUDE ItemID WHERE Items.PRICE > $P", values={"P": text})
