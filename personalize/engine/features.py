"""What is known of the items themselves, and what a list can be narrowed to by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import nan
from operator import attrgetter
from typing import Self, SupportsFloat, TypeVar

import numpy as np

from personalize.engine.arrays import Array, Booleans, Floats, Integers
from personalize.engine.item_index import ItemIndex

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFilter:
    """Items of one of these categories, within these prices; empty, it lets all pass.

    An item whose price is not known is within no prices.
    """

    categories: frozenset[str] = frozenset()
    min_price: float | None = None
    max_price: float | None = None

    def __bool__(self) -> bool:
        prices = (self.min_price, self.max_price)
        return bool(self.categories) or prices != (None, None)


# The filter that lets every item pass.
ANYTHING = ItemFilter()


def make_filter(
    category: str = "",
    min_price: SupportsFloat | None = None,
    max_price: SupportsFloat | None = None,
) -> ItemFilter:
    """Make a filter of what a shopper chooses: one category, and prices."""
    return ItemFilter(
        categories=frozenset([category] if category else []),
        min_price=None if min_price is None else float(min_price),
        max_price=None if max_price is None else float(max_price),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """An item as a shop describes it: the last category is the most specific.

    ``added`` is in seconds since 1970.
    """

    item_id: str
    text: str = ""
    categories: tuple[str, ...] = ()
    brand: str = ""
    price: float = nan
    added: float = nan


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemFeatures:
    """The same as columns of one length, in any order."""

    item_ids: Sequence[str]
    texts: Sequence[str]
    categories: Sequence[tuple[str, ...]]
    brands: Sequence[str]
    prices: Floats
    added: Floats

    def __post_init__(self) -> None:
        lengths = {len(getattr(self, name)) for name in self.__slots__}
        if len(lengths) > 1:
            raise ValueError("The columns of features must have the same length.")

    def __len__(self) -> int:
        return len(self.item_ids)

    @classmethod
    def from_rows(cls, rows: Iterable[ItemRow]) -> Self:
        kept = list(rows)
        return cls(
            item_ids=[row.item_id for row in kept],
            texts=[row.text for row in kept],
            categories=[row.categories for row in kept],
            brands=[row.brand for row in kept],
            prices=np.fromiter(map(attrgetter("price"), kept), np.float64),
            added=np.fromiter(map(attrgetter("added"), kept), np.float64),
        )

    def align(self, items: ItemIndex) -> ItemFeatures:
        """Give each item of the index its row, by its number; an empty one if unknown.

        Of rows with the same id the last counts.
        """
        numbers = items.find(self.item_ids)
        # The number of an unknown item, -1, is the last place, which is cut off again.
        rows = np.full(len(items) + 1, len(self))
        rows[numbers] = np.arange(len(self))
        order = rows[:-1].tolist()
        return ItemFeatures(
            item_ids=items.ids.tolist(),
            texts=_take(self.texts, order, ""),
            categories=_take(self.categories, order, ()),
            brands=_take(self.brands, order, ""),
            prices=np.append(self.prices, nan)[order],
            added=np.append(self.added, nan)[order],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ItemFacts:
    """What filters and blends ask about items, by number: arrays that can be saved."""

    category_names: Array
    # The items of each category, one category after the other.
    category_starts: Integers
    category_items: Integers
    # The number of the most specific category of each item; -1 without one.
    main_categories: Integers
    prices: Floats
    added: Floats

    @classmethod
    def of(cls, features: ItemFeatures) -> Self:
        """Take the facts from features that are aligned to the numbers of the items."""
        sizes = [len(path) for path in features.categories]
        paths = [name for path in features.categories for name in path]
        names, codes = np.unique(np.array(paths, np.str_), return_inverse=True)
        # For an item without a category the place before the first, or another's.
        last = np.append(codes, -1)[np.cumsum(sizes, dtype=np.int64) - 1]
        return cls(
            category_names=names,
            category_starts=np.append(0, np.cumsum(np.bincount(codes))),
            category_items=np.repeat(np.arange(len(sizes)), sizes)[
                np.argsort(codes, kind="stable")
            ].astype(np.int32),
            main_categories=np.where(np.array(sizes) > 0, last, -1).astype(np.int32),
            prices=np.asarray(features.prices, np.float64),
            added=np.asarray(features.added, np.float64),
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        """Read what to_arrays() gave; KeyError when a part is missing."""
        return cls(**{name: arrays[f"facts.{name}"] for name in cls.__slots__})

    def to_arrays(self) -> dict[str, Array]:
        return {f"facts.{name}": getattr(self, name) for name in self.__slots__}

    def mask(self, where: ItemFilter) -> Booleans:
        """Say of each item whether the filter lets it pass."""
        allowed = np.ones(len(self.prices), np.bool_)
        if where.categories:
            allowed = self._in_categories(where)
        if where.min_price is not None:
            allowed &= self.prices >= where.min_price
        if where.max_price is not None:
            allowed &= self.prices <= where.max_price
        return allowed

    def find_main_categories(self, items: Integers) -> Integers:
        """Return the number of the last category of each item; -1 without one."""
        # Items that came after the training have none.
        known = items < len(self.main_categories)
        categories = np.full(len(items), -1)
        categories[known] = self.main_categories[items[known]]
        return categories

    def _in_categories(self, where: ItemFilter) -> Booleans:
        allowed = np.zeros(len(self.prices), np.bool_)
        for code in ItemIndex(self.category_names).known(where.categories).tolist():
            first, last = self.category_starts[code : code + 2]
            allowed[self.category_items[first:last]] = True
        return allowed


def _take(values: Sequence[T], order: list[int], missing: T) -> list[T]:
    return [values[n] if n < len(values) else missing for n in order]
