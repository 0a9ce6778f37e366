"""What a filter expression may say, beyond its grammar, of the datasets of a group."""

from __future__ import annotations

from collections.abc import Mapping

from personalize.emulator.expressions import (
    ANY,
    Comparison,
    Condition,
    Dataset,
    Expression,
    ExpressionError,
    Field,
    FilterExpression,
    Membership,
    Target,
)
from personalize.emulator.storage_columns import Column, Columns

MAX_FIELDS = 10
# What each target may ask about; a filter of items asks of users through IF alone.
DATASETS = {
    Target.ITEM: {Dataset.ITEMS, Dataset.INTERACTIONS},
    Target.USER: {Dataset.USERS, Dataset.INTERACTIONS},
    Target.ACTION: {Dataset.ACTIONS, Dataset.ACTION_INTERACTIONS},
}
EVENTS = {Dataset.INTERACTIONS, Dataset.ACTION_INTERACTIONS}
EVENT_TYPE = "EVENT_TYPE"
# Amazon looks after these itself.
AUTOMATIC = {"ACTION_EXPIRATION_TIMESTAMP", "REPEAT_FREQUENCY"}
STORED_IN = {
    Dataset.CURRENT_ITEM: Dataset.ITEMS,
    Dataset.CURRENT_USER: Dataset.USERS,
}
EQUALITY = {"=", "!="}

# The columns of each dataset that a group has.
Tables = Mapping[Dataset, Columns]


def check(parsed: FilterExpression, tables: Tables) -> None:
    """Raise ExpressionError for the first thing that Amazon would not accept."""
    if len(parsed.fields) > MAX_FIELDS:
        raise ExpressionError(
            f"Invalid Expression: it names {len(parsed.fields)} fields,"
            f" a filter at most {MAX_FIELDS}."
        )
    for expression in parsed.expressions:
        _check_datasets(expression)
        for condition in expression.conditions:
            _check_condition(condition, tables)


def needs_current_item(parsed: FilterExpression) -> bool:
    """Whether it only makes sense where an item is asked about."""
    return any(one.dataset is Dataset.CURRENT_ITEM for one in parsed.fields)


def needs_user(parsed: FilterExpression) -> bool:
    """Whether an answer needs to know who asks."""
    return any(one.dataset in EVENTS | {Dataset.CURRENT_USER} for one in parsed.fields)


def _check_datasets(expression: Expression) -> None:
    groups = expression.alternatives
    named = {one.field.dataset for group in groups for one in group}
    wrong = sorted(named - DATASETS[expression.target])
    if wrong:
        allowed = " and ".join(sorted(DATASETS[expression.target]))
        hint = " Use IF CurrentUser instead." if wrong == [Dataset.USERS] else ""
        raise ExpressionError(
            f"Invalid Expression: a filter of {expression.target} may ask about"
            f" {allowed}, not about {wrong[0]}.{hint}"
        )
    if len(named) > 1:
        raise ExpressionError(
            f"Invalid Expression: {' and '.join(sorted(named))} may not be in one"
            " expression. Write two, joined with |."
        )


def _check_condition(condition: Condition, tables: Tables) -> None:
    column = find_column(condition.field, tables)
    operand = condition.operand
    if isinstance(condition, Membership):
        _check_membership(condition, column)
    else:
        _check_comparison(condition, column)
    if isinstance(operand, Field):
        _check_same_kind(condition.field, column, find_column(operand, tables))


def find_column(field: Field, tables: Tables) -> Column:
    dataset = STORED_IN.get(field.dataset, field.dataset)
    if dataset not in tables:
        raise ExpressionError(
            f"Invalid Expression: {field} needs the dataset {dataset},"
            " which the dataset group does not have."
        )
    name = field.column.upper()
    if dataset in EVENTS and name != EVENT_TYPE:
        raise ExpressionError(
            f"Invalid Expression: {dataset} can be filtered by {EVENT_TYPE} only,"
            f" not by {field.column}."
        )
    if name in AUTOMATIC:
        raise ExpressionError(f"Invalid Expression: {field} is applied automatically.")
    column = tables[dataset].get(name)
    if column is None:
        known = ", ".join(tables[dataset])
        raise ExpressionError(
            f"Invalid Expression: {field} is not in the schema, which has {known}."
        )
    return _require_filterable(field, column)


def _require_filterable(field: Field, column: Column) -> Column:
    if column.textual or not (column.is_number or column.is_string):
        kind = "textual" if column.textual else column.kind
        raise ExpressionError(
            f"Invalid Expression: {field} is {kind}, which cannot be filtered by."
            ' Use a column of strings, for instance "True" and "False".'
        )
    return column


def _check_membership(condition: Membership, column: Column) -> None:
    if not column.is_string:
        raise ExpressionError(
            f"Invalid Expression: {condition.field} is a number; compare it with"
            " =, !=, <, <=, > or >= instead of IN."
        )
    if not isinstance(condition.values, tuple) or ANY not in condition.values:
        return
    alone = condition.values == (ANY,) and not condition.negated
    if not alone or condition.field.dataset not in EVENTS:
        raise ExpressionError(
            'Invalid Expression: "*" stands for all event types, on its own, after'
            " Interactions.EVENT_TYPE IN, and nowhere else."
        )


def _check_comparison(condition: Comparison, column: Column) -> None:
    if column.is_number:
        return
    # The guide compares strings of the current user, and with placeholders only.
    is_users = condition.field.dataset is Dataset.CURRENT_USER
    is_equality = condition.operator in EQUALITY
    if not (is_users and is_equality and not isinstance(condition.operand, float)):
        raise ExpressionError(
            f"Invalid Expression: {condition.field} is a string; use IN (…)"
            f" instead of {condition.operator}."
        )


def _check_same_kind(field: Field, one: Column, other: Column) -> None:
    if one.is_number != other.is_number:
        raise ExpressionError(
            f"Invalid Expression: {field} cannot be compared with CurrentItem."
            f"{other.name}: one is a number, the other a string."
        )
