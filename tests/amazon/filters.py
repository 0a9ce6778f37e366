"""Filters by their expressions, on items whose attributes the stand-in was told.

The expressions are read by the emulator, against the schemas that the shop declares.
"""

from __future__ import annotations

from typing import Any

from personalize.datasets.schemas import ECOMMERCE, get_schema
from personalize.emulator.expressions import Dataset, ExpressionError, FilterExpression
from personalize.emulator.expressions_checks import check
from personalize.emulator.expressions_parser import parse
from personalize.emulator.filtering import Circumstances, Subject, compile_filter
from personalize.emulator.filtering_values import Values, read_values
from personalize.emulator.storage_columns import Columns, read_columns
from tests.amazon.errors import InvalidInputError
from tests.amazon.state import State


def select(state: State, part: dict[str, Any], user_id: str) -> list[str] | None:
    """Return the known items that the filter lets pass; None without a filter.

    ``part`` is a request, or its promotion.
    """
    text = state.filters.get(part.get("filterArn", ""), "")
    if not text:
        return None
    parsed = parse(text)
    values = _read_values(parsed, part.get("filterValues", {}))
    passes = compile_filter(parsed, Circumstances(values=values))
    bought = state.purchases.get(user_id, set())
    return [
        item_id
        for item_id, attributes in state.items.items()
        if passes(
            Subject(
                attributes=attributes,
                event_types=frozenset({"purchase"} if item_id in bought else ()),
            )
        )
    ]


def check_expression(text: str) -> None:
    """Raise ExpressionError for what CreateFilter would refuse."""
    check(parse(text), _make_tables())


def _read_values(parsed: FilterExpression, raw: dict[str, str]) -> Values:
    try:
        return read_values(parsed, raw, _make_tables())
    except ExpressionError as error:
        raise InvalidInputError(str(error)) from error


def _make_tables() -> dict[Dataset, Columns]:
    return {
        dataset: read_columns(get_schema(dataset).to_avro(ECOMMERCE))
        for dataset in (Dataset.ITEMS, Dataset.INTERACTIONS)
    }
