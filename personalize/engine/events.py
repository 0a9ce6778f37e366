"""Events as columns of numbers, ready to be learnt from."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from personalize.engine.arrays import Array, Booleans, Floats, Integers
from personalize.engine.digests import digest_all
from personalize.engine.event_log import EventLog
from personalize.engine.item_index import ItemIndex

# Nobody's events are more than a hundredth of what all do, once they are so many.
CROWD_SHARE = 0.01
ALONE = 20
# An odd number whose multiples are spread over 64 bits (Knuth: 2**64 / golden ratio).
MIXER = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Events:
    """Digests of visitors, numbers of items, weights of the types, seconds since 1970.

    Events that teach nothing, for their type, are not among them.
    """

    visitors: Integers
    items: Integers
    weights: Floats
    is_purchase: Booleans
    times: Floats

    def __len__(self) -> int:
        return len(self.items)

    @classmethod
    def of(cls, log: EventLog, index: ItemIndex, *, until: float) -> Self:
        """Take the events of a log; what is dated after ``until`` happened then."""
        numbers = index.find(list(log.item_ids))
        digests = digest_all(log.visitor_ids)
        taught = cls(
            visitors=digests[log.visitors],
            items=numbers[log.item_codes],
            weights=log.weights,
            is_purchase=log.types == log.event_types["Purchase"],
            # Before 1970 there were no shops; without a time it was long ago.
            times=np.clip(np.nan_to_num(log.times), 0.0, max(until, 0.0)),
        )
        return taught.take(taught.weights > 0).without_copies()

    def without_copies(self, known: int = 0) -> Self:
        """Leave out what was told before: the same visitor, item, type and time.

        The first so many events are known already, and left out too.
        """
        keys = self.visitors + self.items.astype(np.uint64) * np.uint64(MIXER)
        keys ^= self.times.view(np.uint64) * np.uint64(MIXER)
        keys += self.weights.astype(np.uint64)
        return self._first_of_each(keys, known)

    def without_repeats(self, known: int = 0) -> Self:
        """Keep the first event of each visitor with each item and type.

        The first so many events are known already, and left out too.
        """
        keys = self.visitors + self.items.astype(np.uint64) * np.uint64(MIXER)
        return self._first_of_each(keys + self.weights.astype(np.uint64), known)

    def _first_of_each(self, keys: Integers, known: int) -> Self:
        _, first = np.unique(keys, return_index=True)
        first = np.sort(first)
        return self.take(first[first >= known])

    @classmethod
    def join(cls, *parts: Events) -> Self:
        columns = {
            field.name: np.concatenate([getattr(part, field.name) for part in parts])
            for field in fields(cls)
        }
        return cls(**columns)

    def take(self, rows: Array | slice) -> Self:
        names = [field.name for field in fields(self)]
        return type(self)(**{name: getattr(self, name)[rows] for name in names})

    def sort(self) -> Self:
        """By visitor and time; events of one second stay in the order they came in."""
        return self.take(np.lexsort((self.times, self.visitors)))

    def newest_of_each(self, limit: int) -> Self:
        """Keep so many of each visitor, of events that are sorted."""
        ends = np.searchsorted(self.visitors, self.visitors, "right")
        return self.take(ends - np.arange(len(self)) <= limit)

    def without_bots(self) -> Self:
        """Keep so few of each visitor, the newest, that none passes for a crowd.

        The events are sorted.
        """
        return self.newest_of_each(max(int(CROWD_SHARE * len(self)), ALONE))
