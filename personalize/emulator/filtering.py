"""Whether a record passes a filter: for this user, this item and these values."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from personalize.emulator.expressions import (
    ANY,
    Comparison,
    Condition,
    Expression,
    Field,
    FilterExpression,
    Membership,
    Mode,
    Parameter,
)
from personalize.emulator.expressions_checks import EVENTS
from personalize.emulator.filtering_values import Values

# By the name of the column, in upper case.
Attributes = Mapping[str, str | float | bool | None]
NO_ATTRIBUTES: Attributes = {}

OPERATORS: dict[str, Callable[[float | str, float | str], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A record that is let pass or not, and the events that the filter counts for it.

    For an item those of the user who asks, for a user their own; in lower case.
    """

    attributes: Attributes = field(default_factory=dict)
    event_types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Who asks about which item, with which values for the placeholders."""

    user: Attributes = field(default_factory=dict)
    item: Attributes = field(default_factory=dict)
    values: Values = field(default_factory=dict)


Test = Callable[[Subject], bool]


def compile_filter(parsed: FilterExpression, now: Circumstances) -> Test:
    """Make one test of all: within any INCLUDE, and within no EXCLUDE.

    Expressions that do not apply are left out: of a user who does not meet the IF, and
    an EXCLUDE whose placeholder has no value.
    """
    applied = [one for one in parsed.expressions if _applies(one, now)]
    included = [_make_test(one, now) for one in applied if one.mode is Mode.INCLUDE]
    excluded = [_make_test(one, now) for one in applied if one.mode is Mode.EXCLUDE]

    def passes(subject: Subject) -> bool:
        wanted = not included or any(test(subject) for test in included)
        return wanted and not any(test(subject) for test in excluded)

    return passes


def _applies(expression: Expression, now: Circumstances) -> bool:
    if any(name not in now.values for name in expression.parameters):
        return False
    user = Subject(attributes=now.user)
    tests = [_make_condition(one, now) for one in expression.user_conditions]
    return all(test(user) for test in tests)


def _make_test(expression: Expression, now: Circumstances) -> Test:
    groups = [
        [_make_condition(one, now) for one in group]
        for group in expression.alternatives
    ]
    return lambda subject: any(all(test(subject) for test in one) for one in groups)


def _make_condition(condition: Condition, now: Circumstances) -> Test:
    if isinstance(condition, Comparison):
        return _compare(condition, now)
    if condition.field.dataset in EVENTS:
        return _ask_events(condition, now)
    return _find_among(condition, now)


def _compare(condition: Comparison, now: Circumstances) -> Test:
    name, compare = condition.field.column.upper(), OPERATORS[condition.operator]
    wanted = _resolve_number(condition.operand, now)

    def test(subject: Subject) -> bool:
        value = subject.attributes.get(name)
        return value is not None and wanted is not None and compare(value, wanted)

    return test


def _resolve_number(
    operand: float | Parameter | Field, now: Circumstances
) -> float | str | None:
    if isinstance(operand, Field):
        return now.item.get(operand.column.upper())
    if isinstance(operand, Parameter):
        value = now.values[operand.name]
        return value[0] if isinstance(value, tuple) else value
    return operand


def _ask_events(condition: Membership, now: Circumstances) -> Test:
    wanted = frozenset(one.lower() for one in _resolve_texts(condition.values, now))
    negated = condition.negated
    if wanted == {ANY}:
        return lambda subject: bool(subject.event_types)
    return lambda subject: subject.event_types.isdisjoint(wanted) is negated


def _find_among(condition: Membership, now: Circumstances) -> Test:
    name, negated = condition.field.column.upper(), condition.negated
    wanted = _resolve_texts(condition.values, now)

    def test(subject: Subject) -> bool:
        return _split(subject.attributes.get(name)).isdisjoint(wanted) is negated

    return test


def _resolve_texts(
    values: tuple[str, ...] | Parameter | Field, now: Circumstances
) -> frozenset[str]:
    if isinstance(values, Field):
        return _split(now.item.get(values.column.upper()))
    if isinstance(values, Parameter):
        filled = now.values[values.name]
        return frozenset(filled if isinstance(filled, tuple) else ())
    return frozenset(values)


def _split(value: str | float | None) -> frozenset[str]:
    """Return the values of a cell, which may hold several as ``a|b``."""
    if not isinstance(value, str):
        return frozenset()
    return frozenset([value, *value.split("|")])
