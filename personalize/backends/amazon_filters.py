"""The filters of this app at Amazon: their names, and what each of them expresses.

Provisioning creates them under these names, after a prefix; serving asks with one of
them. A request takes one filter, so each combination has one of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from personalize.catalog import Catalog

# Columns of the Items schema. A boolean cannot be filtered by, hence these two texts;
# what is sold out or not published, and so cannot be bought now, is not in stock.
STOCK_COLUMN = "IN_STOCK"
IN_STOCK, SOLD_OUT = "True", "False"
PRICE_COLUMN = "PRICE"
CREATED_COLUMN = "CREATION_TIMESTAMP"
CATEGORY_COLUMNS = ("CATEGORY_L1", "CATEGORY_L2", "CATEGORY_L3")

# What serving gives values for; categories are named as their columns.
MIN_PRICE, MAX_PRICE, CREATED_AFTER = "MIN_PRICE", "MAX_PRICE", "CREATED_AFTER"

NEW_ARRIVALS = "new-arrivals"
PARAMETER = re.compile(r"\$(\w+)")
COLUMN = re.compile(r"Items\.(\w+)")


class Part(StrEnum):
    """One thing a list can be narrowed by, in the order in which names have it."""

    IN_STOCK = "in-stock"
    CATEGORY = "category"
    PRICE = "price"
    NOT_PURCHASED = "not-purchased"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmazonFilter:
    """``parts`` is empty for a filter that no question chooses, only a promotion."""

    name: str
    expression: str
    parts: frozenset[Part] = frozenset()

    @property
    def parameters(self) -> tuple[str, ...]:
        """The keys of filterValues, all of which Amazon is given."""
        return tuple(dict.fromkeys(PARAMETER.findall(self.expression)))

    @property
    def item_columns(self) -> frozenset[str]:
        """The columns that the Items schema must have."""
        return frozenset(COLUMN.findall(self.expression))


def make_filters(category_levels: int = 2) -> dict[str, AmazonFilter]:
    """Return the filters by their names, for a catalogue of so many category levels."""
    columns = CATEGORY_COLUMNS[:category_levels]
    others = [Part.CATEGORY, Part.PRICE, Part.NOT_PURCHASED][not columns :]
    filters = [_combine(parts, columns) for parts in _find_combinations(others)]
    filters.append(
        AmazonFilter(
            name=NEW_ARRIVALS,
            expression=_chain(
                [
                    f"INCLUDE ItemID WHERE Items.{CREATED_COLUMN} > ${CREATED_AFTER}",
                    *_express(Part.IN_STOCK, columns),
                ]
            ),
        )
    )
    return {each.name: each for each in filters}


def count_category_levels(catalog: Catalog) -> int:
    """Return how many category columns the items of this catalogue have at Amazon."""
    levels = len(catalog.category_path) or int(bool(catalog.category_field))
    return min(levels, len(CATEGORY_COLUMNS))


def _find_combinations(others: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Nothing sold out is ever wanted: that part is in each of them."""
    for size in range(len(others) + 1):
        for chosen in combinations(others, size):
            yield (Part.IN_STOCK, *chosen)


def _combine(parts: tuple[Part, ...], columns: Iterable[str]) -> AmazonFilter:
    expressions = [text for part in parts for text in _express(part, columns)]
    return AmazonFilter(
        name="-".join(parts), expression=_chain(expressions), parts=frozenset(parts)
    )


def _express(part: Part, columns: Iterable[str]) -> list[str]:
    """Say one part so that it can be chained with the others.

    Of a chain Amazon takes what any INCLUDE lets in, less what any EXCLUDE names. So
    only the category, in whichever column it stands, is included. Each parameter occurs
    once, since no document says what a second occurrence would mean.
    """
    if part == Part.CATEGORY:
        return [f"INCLUDE ItemID WHERE Items.{name} IN (${name})" for name in columns]
    return EXCLUSIONS[part]


EXCLUSIONS = {
    Part.IN_STOCK: [f'EXCLUDE ItemID WHERE Items.{STOCK_COLUMN} IN ("{SOLD_OUT}")'],
    Part.PRICE: [
        f"EXCLUDE ItemID WHERE Items.{PRICE_COLUMN} < ${MIN_PRICE}",
        f"EXCLUDE ItemID WHERE Items.{PRICE_COLUMN} > ${MAX_PRICE}",
    ],
    Part.NOT_PURCHASED: [
        'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase")'
    ],
}


def _chain(expressions: Iterable[str]) -> str:
    included_first = sorted(expressions, key=lambda text: text.startswith("EXCLUDE"))
    return " | ".join(included_first)
