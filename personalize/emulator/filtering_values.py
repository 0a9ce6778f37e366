"""What a request fills into the placeholders of a filter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from personalize.emulator.expressions import (
    Comparison,
    Condition,
    ExpressionError,
    FilterExpression,
    Mode,
    Parameter,
)
from personalize.emulator.expressions_checks import Tables, find_column

# The texts of an IN, or the number or text of a comparison.
Values = Mapping[str, tuple[str, ...] | float]


def read_values(
    parsed: FilterExpression, raw: Mapping[str, str], tables: Tables
) -> Values:
    """Read ``filterValues``; ExpressionError when they do not fit the placeholders.

    An INCLUDE needs all of its own, an EXCLUDE that lacks one is left out.
    """
    _require_known(parsed, raw)
    _require_complete(parsed, raw)
    return {
        name: _read(raw[name], name, is_number=is_number)
        for name, is_number in _find_kinds(parsed, tables)
        if name in raw
    }


def _require_known(parsed: FilterExpression, raw: Mapping[str, str]) -> None:
    unknown = sorted(raw.keys() - set(parsed.parameters))
    if unknown:
        names = ", ".join(parsed.parameters) or "none"
        raise ExpressionError(
            f"The filter has no parameter {unknown[0]}; its parameters: {names}."
        )


def _require_complete(parsed: FilterExpression, raw: Mapping[str, str]) -> None:
    for expression in parsed.expressions:
        missing = [name for name in expression.parameters if name not in raw]
        if missing and expression.mode is Mode.INCLUDE:
            raise ExpressionError(
                f"filterValues lacks {missing[0]}: an INCLUDE needs all parameters."
            )


def _find_kinds(parsed: FilterExpression, tables: Tables) -> Iterator[tuple[str, bool]]:
    for expression in parsed.expressions:
        for condition in expression.conditions:
            if isinstance(condition.operand, Parameter):
                yield condition.operand.name, _is_number(condition, tables)


def _is_number(condition: Condition, tables: Tables) -> bool:
    column = find_column(condition.field, tables)
    return isinstance(condition, Comparison) and column.is_number


def _read(text: str, name: str, *, is_number: bool) -> tuple[str, ...] | float:
    return _read_number(text, name) if is_number else tuple(_read_texts(text, name))


def _read_number(text: str, name: str) -> float:
    digits = text.strip().removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit()):
        raise ExpressionError(
            f"filterValues.{name} must be a number without quotes, not {text}."
        )
    return float(text)


def _read_texts(text: str, name: str) -> Iterator[str]:
    """Read ``"shoes","boots"``: each value in quotes, which none may hold."""
    # Between the quotes, so that a comma may stand in a value.
    parts = text.strip().split('"')
    inside, between = parts[1::2], parts[2:-1:2]
    is_whole = len(parts) >= 3 and len(parts) % 2 and not (parts[0] or parts[-1])
    if not is_whole or not all(inside) or any(one.strip() != "," for one in between):
        raise ExpressionError(
            f"filterValues.{name} must be values in double quotes, separated by"
            f' commas, as in "shoes","boots"; it is {text}.'
        )
    yield from inside
