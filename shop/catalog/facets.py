"""What there is to choose from in a list of products, counted to fit the choice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypeVar

# "So many stars and up."
RATINGS = (4, 3, 2, 1)


class Row(NamedTuple):
    """What facets need to know of a product."""

    brand: str
    category_id: int
    price: Decimal
    stock: int
    rating: Decimal | None


Test = Callable[[Row], bool]
Value = TypeVar("Value", int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody chose in a list; nothing chosen is all allowed."""

    brands: frozenset[str] = frozenset()
    category_ids: frozenset[int] = frozenset()
    min_price: Decimal | None = None
    max_price: Decimal | None = None
    is_available: bool = False
    rating: int | None = None

    def get_tests(self) -> dict[str, Test]:
        """Return what a product must pass, by the facet in which it was chosen."""
        tests: dict[str, Test] = {}
        if self.brands:
            tests["brands"] = lambda row: row.brand in self.brands
        if self.category_ids:
            tests["categories"] = lambda row: row.category_id in self.category_ids
        if self.min_price is not None or self.max_price is not None:
            tests["prices"] = self.allows_price
        if self.is_available:
            tests["availability"] = lambda row: row.stock > 0
        if self.rating:
            tests["ratings"] = lambda row: has_stars(row, self.rating or 0)
        return tests

    def allows_price(self, row: Row) -> bool:
        is_cheap = self.min_price is not None and row.price < self.min_price
        is_dear = self.max_price is not None and row.price > self.max_price
        return not (is_cheap or is_dear)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Each facet is counted among what the choices in the other facets leave."""

    # Names with the number of products, most products first.
    brands: list[tuple[str, int]]
    # Keys of categories, in the same way.
    categories: list[tuple[int, int]]
    # Stars, and how many products have so many or more.
    ratings: list[tuple[int, int]]
    num_available: int
    min_price: Decimal | None
    max_price: Decimal | None
    # All brands of the list, whatever was chosen.
    known_brands: list[str]
    # Not of a very long list, of which only a sample is counted.
    is_complete: bool


def count_facets(rows: Sequence[Row], choice: Choice, *, is_complete: bool) -> Facets:
    fitting = sort_out(rows, choice.get_tests())
    prices = [row.price for row in fitting["prices"]]
    ratings = fitting["ratings"]
    return Facets(
        brands=count(row.brand for row in fitting["brands"] if row.brand),
        categories=count(row.category_id for row in fitting["categories"]),
        ratings=[
            (stars, sum(has_stars(row, stars) for row in ratings)) for stars in RATINGS
        ],
        num_available=sum(row.stock > 0 for row in fitting["availability"]),
        min_price=min(prices, default=None),
        max_price=max(prices, default=None),
        known_brands=sorted({row.brand for row in rows if row.brand}),
        is_complete=is_complete,
    )


def sort_out(rows: Iterable[Row], tests: Mapping[str, Test]) -> dict[str, list[Row]]:
    """Return for each facet the rows that pass the tests of all others."""
    passed: list[Row] = []
    failed_one: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        failed = [facet for facet, test in tests.items() if not test(row)]
        if not failed:
            passed.append(row)
        elif len(failed) == 1:
            failed_one[failed[0]].append(row)
    fitting = defaultdict(lambda: passed)
    fitting.update({facet: passed + rows for facet, rows in failed_one.items()})
    return fitting


def count(values: Iterable[Value]) -> list[tuple[Value, int]]:
    return sorted(Counter(values).items(), key=lambda each: (-each[1], each[0]))


def has_stars(row: Row, stars: int) -> bool:
    return row.rating is not None and row.rating >= stars
