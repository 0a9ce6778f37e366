"""Filters as a group has them: what CreateFilter accepts, and how they are found."""

from __future__ import annotations

from functools import lru_cache

from personalize.emulator import kinds
from personalize.emulator.errors import (
    InvalidInputError,
    LimitExceededError,
    ResourceNotFoundError,
)
from personalize.emulator.expressions import ExpressionError, FilterExpression
from personalize.emulator.expressions_checks import check
from personalize.emulator.expressions_parser import parse
from personalize.emulator.registry import Request, before
from personalize.emulator.state import State
from personalize.emulator.storage_memory import get_tables

MAX_FIELDS_OF_ALL = 20

read_filter = lru_cache(maxsize=256)(parse)


@before("CreateFilter")
def check_filter(state: State, request: Request) -> None:
    group = state.get(kinds.DATASET_GROUP, request["datasetGroupArn"])
    try:
        parsed = read_filter(request["filterExpression"])
        check(parsed, get_tables(state, group.arn))
    except ExpressionError as error:
        raise InvalidInputError(str(error)) from error
    _check_limits(state, group.arn, parsed)


def find_filter(state: State, arn: str, group_arn: str) -> FilterExpression:
    """Return a filter that may be applied to what this group recommends."""
    found = state.get(kinds.FILTER, arn)
    if state.get_status(found) != "ACTIVE":
        raise ResourceNotFoundError(f"The filter {arn} is not ACTIVE.")
    if found.attributes["datasetGroupArn"] != group_arn:
        raise InvalidInputError(f"The filter {arn} is of another dataset group.")
    return read_filter(found.attributes["filterExpression"])


def _check_limits(state: State, group_arn: str, parsed: FilterExpression) -> None:
    others = state.find(kinds.FILTER, datasetGroupArn=group_arn)
    texts = [one.attributes["filterExpression"] for one in others]
    fields = set(parsed.fields).union(*(read_filter(text).fields for text in texts))
    if len(fields) > MAX_FIELDS_OF_ALL:
        raise LimitExceededError(
            f"The filters of a dataset group name at most {MAX_FIELDS_OF_ALL} fields"
            f" together; with this one they would name {len(fields)}."
        )
