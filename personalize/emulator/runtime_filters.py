"""A request's filter, made ready for its user, its item and its values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from personalize.emulator.datasets import find_dataset
from personalize.emulator.errors import InvalidInputError
from personalize.emulator.expressions import (
    ExpressionError,
    FilterExpression,
    Target,
)
from personalize.emulator.expressions_checks import needs_current_item, needs_user
from personalize.emulator.filtering import (
    NO_ATTRIBUTES,
    Attributes,
    Circumstances,
    Subject,
    compile_filter,
)
from personalize.emulator.filtering_rules import find_filter
from personalize.emulator.filtering_values import Values, read_values
from personalize.emulator.runtime_questions import Question
from personalize.emulator.runtime_sources import Source
from personalize.emulator.state import State
from personalize.emulator.storage_memory import get_tables, memory_of
from personalize.emulator.training_recipes import Task, get_task

Passes = Callable[[str], bool]
NO_TYPES: frozenset[str] = frozenset()


def make_filter(
    state: State, source: Source, question: Question, request: Mapping[str, Any]
) -> Passes | None:
    """Return what tells by id whether an item passes; None when all do."""
    if "filterArn" not in request:
        if request.get("filterValues"):
            raise InvalidInputError("filterValues needs a filterArn.")
        return None
    parsed = find_filter(state, request["filterArn"], source.group_arn)
    _check_fits(parsed, source, question)
    values = fill_in(state, source.group_arn, parsed, request.get("filterValues", {}))
    return _compile(state, source, question, parsed, values)


def fill_in(
    state: State, group_arn: str, parsed: FilterExpression, raw: Mapping[str, str]
) -> Values:
    try:
        return read_values(parsed, raw, get_tables(state, group_arn))
    except ExpressionError as error:
        raise InvalidInputError(str(error)) from error


def get_records(
    state: State, group_arn: str, dataset_type: str
) -> Mapping[str, Attributes]:
    dataset = find_dataset(state, group_arn, dataset_type)
    return memory_of(state).get_records(dataset.arn) if dataset else {}


def _check_fits(parsed: FilterExpression, source: Source, question: Question) -> None:
    if any(one.target is not Target.ITEM for one in parsed.expressions):
        raise InvalidInputError("Items are filtered by filters of ItemID only.")
    if needs_current_item(parsed) and get_task(source.recipe) is not Task.RELATED:
        raise InvalidInputError(
            "CurrentItem can be used where related items are asked for, nowhere else."
        )
    if needs_user(parsed) and not question.user_id:
        raise InvalidInputError("userId is needed: the filter asks about the user.")


def _compile(
    state: State,
    source: Source,
    question: Question,
    parsed: FilterExpression,
    values: Values,
) -> Passes:
    items = get_records(state, source.group_arn, "ITEMS")
    users = get_records(state, source.group_arn, "USERS")
    types = question.event_types
    test = compile_filter(
        parsed,
        Circumstances(
            user=users.get(question.user_id, NO_ATTRIBUTES),
            item=items.get(question.item_id, NO_ATTRIBUTES),
            values=values,
        ),
    )
    return lambda item_id: test(
        Subject(
            attributes=items.get(item_id, NO_ATTRIBUTES),
            event_types=types.get(item_id, NO_TYPES),
        )
    )
