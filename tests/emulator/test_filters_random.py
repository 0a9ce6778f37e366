"""Whatever is written, a filter is accepted or refused with a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personalize.emulator.expressions import ExpressionError
from personalize.emulator.expressions_checks import check
from personalize.emulator.expressions_parser import parse
from personalize.emulator.filtering import Circumstances, Subject, compile_filter
from personalize.emulator.filtering_values import read_values
from tests.emulator.test_filters_grammar import ACCEPTED, NO_MEANING, TABLES

WORDS = sorted({word for text in ACCEPTED for word in text.split()} | {"IF", "|", '"'})
# Without white space within a value.
SIMPLE = [text for text in ACCEPTED if "dispensed" not in text]
TEXTS, FLOATS = st.none() | st.text(max_size=5), st.none() | st.floats()
ATTRIBUTES = st.fixed_dictionaries(
    {},
    optional={
        "CATEGORY": TEXTS,
        "GENRE": TEXTS,
        "BRAND": TEXTS,
        "PRICE": FLOATS,
        "AGE": FLOATS,
    },
)
# Of the right kind for each placeholder that the accepted expressions have.
NUMBERS = {"PRICE", "DATE", "AGE", "VALUE", "MIN_PRICE", "MAX_PRICE"}


def refuse(text: str) -> str | None:
    try:
        check(parse(text), TABLES)
    except ExpressionError as error:
        return str(error)
    return None


@given(st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_is_accepted_or_refused(text: str) -> None:
    assert (refuse(text) or "Invalid Expression: ").startswith("Invalid Expression: ")


@given(st.sampled_from(SIMPLE), st.sampled_from(["\t", "\n", "\r\n  "]))
def test_white_space_is_free(text: str, space: str) -> None:
    assert parse(text.replace(" ", space)) == parse(text)


@given(st.lists(st.sampled_from(ACCEPTED), min_size=1, max_size=3))
def test_expressions_can_be_chained(texts: list[str]) -> None:
    parsed = parse(" | ".join(texts))
    assert len(parsed.expressions) == sum(text.count("|") + 1 for text in texts)


@given(st.sampled_from(ACCEPTED), ATTRIBUTES)
def test_any_record_passes_or_not(
    text: str, attributes: dict[str, str | float | bool | None]
) -> None:
    parsed = parse(text)
    raw = {
        name: "5" if name in NUMBERS else '"shoes","boots"'
        for name in parsed.parameters
    }
    now = Circumstances(values=read_values(parsed, raw, TABLES))
    assert compile_filter(parsed, now)(Subject(attributes=attributes)) in {True, False}


@pytest.mark.parametrize("text", [text for text, _ in NO_MEANING])
def test_what_has_no_meaning_has_none_in_a_chain(text: str) -> None:
    assert refuse(f"{ACCEPTED[0]} | {text}")
