"""Mistakes in declared filters: their grammar, their columns, and how many there are.

The emulator reads expressions as Amazon documents them, so what passes here is what
passes there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.core.checks import CheckMessage, Error

from personalize.datasets.schemas import get_schema
from personalize.emulator.expressions import Dataset, ExpressionError
from personalize.emulator.expressions_checks import check as check_columns
from personalize.emulator.expressions_parser import parse
from personalize.emulator.storage_columns import read_columns
from personalize.provisioning.columns import can_be_filtered, get_columns
from personalize.provisioning.declaration import read_declaration

# Of 63 characters, what prefixes leave.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,43}")
LONGEST = 2_500
MOST_FILTERS = 30
MOST_COLUMNS = 20


def check_filters(given: Mapping[str, Any]) -> Iterator[CheckMessage]:
    own = given.get("FILTERS", {})
    if not isinstance(own, dict) or not all(map(_is_named, own.items())):
        yield Error(
            f'PERSONALIZE["PROVISIONING"]["FILTERS"] is {own!r}.',
            hint="It is a dict: names of up to 44 letters, digits, - and _, each with "
            "an expression of up to 2,500 characters, or an empty one for none.",
            id="personalize.E071",
        )
        return
    yield from _check_expressions(given, own)
    yield from _check_quotas(given)


def _is_named(pair: tuple[Any, Any]) -> bool:
    name, expression = pair
    is_text = isinstance(name, str) and isinstance(expression, str)
    return is_text and bool(NAME.fullmatch(name)) and len(expression) <= LONGEST


def _check_expressions(
    given: Mapping[str, Any], own: Mapping[str, str]
) -> Iterator[CheckMessage]:
    declaration = read_declaration(given)
    tables = {
        Dataset(name.capitalize()): read_columns(
            get_schema(name).to_avro(declaration.domain)
        )
        for name in declaration.datasets
    }
    for name, expression in own.items():
        try:
            if expression:
                check_columns(parse(expression), tables)
        except ExpressionError as error:
            yield Error(
                f'PERSONALIZE["PROVISIONING"]["FILTERS"]["{name}"]: {error}',
                hint="What an expression may say is in Amazon's guide, under "
                "filter expressions.",
                id="personalize.E072",
            )


def _check_quotas(given: Mapping[str, Any]) -> Iterator[CheckMessage]:
    declaration = read_declaration(given)
    expressions = [
        each
        for each in declaration.filters.values()
        if can_be_filtered(declaration, each)
    ]
    columns = {column for each in expressions for column in get_columns(each)}
    if len(expressions) > MOST_FILTERS or len(columns) > MOST_COLUMNS:
        yield Error(
            f'PERSONALIZE["PROVISIONING"]["FILTERS"] makes {len(expressions)} filters '
            f"of {len(columns)} columns.",
            hint=f"Amazon allows {MOST_FILTERS} filters in a group, and "
            f"{MOST_COLUMNS} columns in all of them.",
            id="personalize.E073",
        )
