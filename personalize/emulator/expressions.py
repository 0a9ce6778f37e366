"""Filter expressions: their text becomes frozen values, or an error that says why not.

>>> parse('EXCLUDE ItemID WHERE Items.PRICE > $PRICE').parameters
('PRICE',)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain


class ExpressionError(ValueError):
    """A filter expression that Amazon would refuse, and the reason."""


class Mode(StrEnum):
    INCLUDE = "INCLUDE"
    EXCLUDE = "EXCLUDE"


class Dataset(StrEnum):
    """Where a field is looked up; the last two stand for one record each."""

    ITEMS = "Items"
    INTERACTIONS = "Interactions"
    USERS = "Users"
    ACTIONS = "Actions"
    ACTION_INTERACTIONS = "Action_Interactions"
    CURRENT_ITEM = "CurrentItem"
    CURRENT_USER = "CurrentUser"


class Target(StrEnum):
    ITEM = "ItemID"
    ACTION = "ActionID"
    USER = "UserID"


# The only string that stands for every value, of event types alone.
ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    dataset: Dataset
    column: str

    def __str__(self) -> str:
        return f"{self.dataset}.{self.column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A placeholder that a request fills in; its name is without the dollar."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """``field IN (…)``: the values, a placeholder, or a field of the current item."""

    field: Field
    values: tuple[str, ...] | Parameter | Field
    negated: bool = False

    @property
    def operand(self) -> object:
        return self.values


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    field: Field
    operator: str
    operand: float | Parameter | Field


Condition = Membership | Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """One INCLUDE or EXCLUDE: any of these groups of conditions, each group whole.

    AND binds closer than OR; Amazon does not say which of them does.
    """

    mode: Mode
    target: Target
    alternatives: tuple[tuple[Condition, ...], ...]
    user_conditions: tuple[Condition, ...] = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return tuple(chain(*self.alternatives, self.user_conditions))

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the placeholders, in the order of their first appearance."""
        operands = [condition.operand for condition in self.conditions]
        names = [one.name for one in operands if isinstance(one, Parameter)]
        return tuple(dict.fromkeys(names))

    def fields(self) -> Iterator[Field]:
        for condition in self.conditions:
            yield condition.field
            if isinstance(condition.operand, Field):
                yield condition.operand


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterExpression:
    """All expressions of a filter, which the text joins with ``|``."""

    expressions: tuple[Expression, ...]

    @property
    def parameters(self) -> tuple[str, ...]:
        names = chain.from_iterable(one.parameters for one in self.expressions)
        return tuple(dict.fromkeys(names))

    @property
    def fields(self) -> tuple[Field, ...]:
        found = chain.from_iterable(one.fields() for one in self.expressions)
        return tuple(dict.fromkeys(found))
