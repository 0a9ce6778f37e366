from __future__ import annotations

from collections.abc import Iterable
from itertools import compress
from typing import Self

import numpy as np

from personalize.engine.arrays import Array, Bytes, Floats, Integers, Texts

# How much more a purchase says than a view. Types that are not named here (a search
# has no item) teach nothing.
EVENT_WEIGHTS = {
    "View": 1.0,
    "AddToWishlist": 2.0,
    "AddToCart": 3.0,
    "Review": 3.0,
    "Purchase": 4.0,
}


class Vocabulary(dict[str, int]):
    """Number the strings it is asked for, in the order of their first appearance."""

    def __missing__(self, key: str) -> int:
        code = self[key] = len(self)
        return code

    def encode(self, values: Iterable[str]) -> Integers:
        return np.fromiter(map(self.__getitem__, values), np.int32)


# What a byte can number.
MAX_TYPES = 256
# All types share this name that come when there are so many.
OTHER_TYPE = ""


class TypeVocabulary(Vocabulary):
    """Number the types of events; their number fits into a byte, however many come."""

    def __missing__(self, key: str) -> int:
        if len(self) < MAX_TYPES - 1:
            return super().__missing__(key)
        return self.setdefault(OTHER_TYPE, len(self))


class EventLog:
    """Events as columns of numbers: 17 bytes each, however long the ids are."""

    def __init__(self) -> None:
        self.visitor_ids = Vocabulary()
        self.item_ids = Vocabulary()
        self.event_types = TypeVocabulary(
            {name: n for n, name in enumerate(EVENT_WEIGHTS)}
        )
        self._chunks: list[tuple[Array, ...]] = []

    def extend(
        self,
        visitor_ids: Iterable[str],
        item_ids: Iterable[str],
        event_types: Iterable[str],
        timestamps: Iterable[float],
    ) -> Self:
        """Add events, in any order; timestamps are seconds since 1970."""
        chunk = (
            self.visitor_ids.encode(visitor_ids),
            self.item_ids.encode(item_ids),
            self.event_types.encode(event_types).astype(np.uint8),
            np.fromiter(timestamps, np.float64),
        )
        if len({len(column) for column in chunk}) > 1:
            raise ValueError("The columns of a log must have the same length.")
        self._chunks.append(chunk)
        return self

    def reverse(self) -> Self:
        """Turn the order round: of a log that was read from its end."""
        self._chunks = [
            tuple(column[::-1] for column in chunk) for chunk in reversed(self._chunks)
        ]
        return self

    def __len__(self) -> int:
        return sum(len(times) for *_, times in self._chunks)

    @property
    def visitors(self) -> Integers:
        return self._column(0, np.int32)

    @property
    def item_codes(self) -> Integers:
        """The item of each event, as its place in ``item_ids``."""
        return self._column(1, np.int32)

    @property
    def items(self) -> Integers:
        """The item of each event, as its place in sorted_item_ids()."""
        places = np.empty(len(self.item_ids), np.int64)
        places[np.argsort(self._names(), kind="stable")] = np.arange(len(places))
        return places[self.item_codes]

    def sorted_item_ids(self) -> Texts:
        return np.sort(self._names())

    def taught_item_ids(self) -> list[str]:
        """Return the ids of the items of which something can be learnt."""
        is_taught = np.zeros(len(self.item_ids), np.bool_)
        is_taught[self.item_codes[self.weights > 0]] = True
        return list(compress(self.item_ids, is_taught.tolist()))

    @property
    def types(self) -> Bytes:
        return self._column(2, np.uint8)

    @property
    def times(self) -> Floats:
        return self._column(3, np.float64)

    @property
    def weights(self) -> Floats:
        table = [EVENT_WEIGHTS.get(name, 0.0) for name in self.event_types]
        return np.array(table, np.float32)[self.types]

    def _names(self) -> Texts:
        return np.array(list(self.item_ids), dtype=np.str_)

    def _column(self, number: int, dtype: type) -> Array:
        columns = [chunk[number] for chunk in self._chunks]
        return np.concatenate(columns) if columns else np.empty(0, dtype)
