"""Of the filters that exist, the one that expresses most of a question."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from math import ceil, floor, isfinite

from personalize.backends.amazon_filters import (
    CATEGORY_COLUMNS,
    CREATED_AFTER,
    MAX_PRICE,
    MIN_PRICE,
    AmazonFilter,
    Part,
)
from personalize.backends.base import Query
from personalize.engine.features import ItemFilter

LONGEST_VALUE = 1000
# Above what anything costs; a filter is always given both its prices.
NO_LIMIT = 10**12
# How much a part narrows: what it does not say of a question must be asked for in vain.
WEIGHTS = {
    Part.CATEGORY: 8,
    Part.PRICE: 4,
    Part.NOT_PURCHASED: 2,
    Part.IN_STOCK: 1,
}
# No way to escape a quote or a backslash is documented, and of a category a bar would
# make two.
UNQUOTABLE = re.compile(r'["\\|]').search
NEW_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFilter:
    name: str
    values: dict[str, str] = field(default_factory=dict)
    parts: frozenset[Part] = frozenset()


def choose_filter(query: Query, filters: Iterable[AmazonFilter]) -> ChosenFilter | None:
    """Return the filter that says most of the question and nothing else, or None.

    What it does not say is left to those who read the items of the answer.
    """
    asked, values = find_parts(query), write_values(query.where)
    fitting = [
        each
        for each in filters
        if each.parts
        and each.parts <= asked
        and all(name in values for name in each.parameters)
    ]
    if not fitting:
        return None
    best = max(fitting, key=lambda each: sum(WEIGHTS[part] for part in each.parts))
    return ChosenFilter(
        name=best.name,
        values={name: values[name] for name in best.parameters},
        parts=best.parts,
    )


def find_parts(query: Query) -> frozenset[Part]:
    parts = {Part.IN_STOCK, *_find_narrowing_parts(query.where)}
    if query.exclude:
        parts.add(Part.NOT_PURCHASED)
    return frozenset(parts)


def says_all(chosen: ChosenFilter | None, where: ItemFilter) -> bool:
    """Whether what Amazon names will pass, but for what has changed since."""
    said = chosen.parts if chosen else frozenset()
    return said >= set(_find_narrowing_parts(where))


def write_values(where: ItemFilter) -> dict[str, str]:
    """Write what a filter can be given as Amazon reads it; what it cannot is left out.

    Prices become whole numbers around the ones asked for: no document shows a decimal
    point, and a price of 19.90 that is stored as a float is not quite 19.90. The rest
    is for those who read the answer.
    """
    values = dict(_write_prices(where))
    if categories := quote(where.categories):
        values |= dict.fromkeys(CATEGORY_COLUMNS, categories)
    # Of the day, so that the same question is the same request.
    first_day = datetime.now(UTC).date() - NEW_FOR
    first_moment = datetime.combine(first_day, time(tzinfo=UTC))
    return values | {CREATED_AFTER: str(int(first_moment.timestamp()))}


def quote(words: Iterable[str]) -> str:
    """Write words as the value of one parameter, or nothing when that cannot be."""
    words = sorted(words)
    if any(not word or UNQUOTABLE(word) for word in words):
        return ""
    value = ",".join(f'"{word}"' for word in words)
    return value if len(value) <= LONGEST_VALUE else ""


def _find_narrowing_parts(where: ItemFilter) -> Iterator[Part]:
    if where.categories:
        yield Part.CATEGORY
    if where.min_price is not None or where.max_price is not None:
        yield Part.PRICE


def _write_prices(where: ItemFilter) -> Iterator[tuple[str, str]]:
    lowest = 0.0 if where.min_price is None else where.min_price
    highest = float(NO_LIMIT) if where.max_price is None else where.max_price
    if isfinite(lowest) and isfinite(highest):
        yield MIN_PRICE, str(_limit(floor(lowest)))
        yield MAX_PRICE, str(_limit(ceil(highest)))


def _limit(price: int) -> int:
    return min(max(0, price), NO_LIMIT)
