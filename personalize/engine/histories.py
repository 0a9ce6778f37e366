"""What every visitor did, and who did something with an item: two ways into one log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from personalize.engine.arrays import Array, Booleans, Floats, Integers, spread
from personalize.engine.events import Events


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Histories:
    """Events of visitors in order of time, one visitor after the other.

    ``starts`` has a place more than there are visitors; ``owners`` names the visitor of
    each event by number. ``postings`` are the events of each item, oldest first and of
    each visitor the latest, ``posting_owners`` whose they are, and ``posting_starts``
    where those of an item begin.
    """

    visitors: Integers
    starts: Integers
    items: Integers
    weights: Floats
    is_purchase: Booleans
    times: Floats
    owners: Integers
    postings: Integers
    posting_owners: Integers
    posting_starts: Integers

    def __len__(self) -> int:
        return len(self.items)

    @property
    def num_visitors(self) -> int:
        return len(self.visitors)

    @classmethod
    def of(cls, events: Events, num_items: int, *, max_events: int) -> Self:
        """Keep what each visitor did last, so that a bot counts as a busy shopper."""
        kept = events.sort().newest_of_each(max_events)
        is_first = _changes(kept.visitors)
        starts = np.append(np.flatnonzero(is_first), len(kept))
        owners = (np.cumsum(is_first) - 1).astype(np.int32)
        postings = _find_postings(owners, kept)
        counts = np.bincount(kept.items[postings], minlength=num_items)
        return cls(
            visitors=kept.visitors[starts[:-1]],
            starts=starts,
            items=kept.items.astype(np.int32),
            weights=kept.weights.astype(np.float32),
            is_purchase=kept.is_purchase,
            times=kept.times,
            owners=owners,
            postings=postings,
            posting_owners=owners[postings],
            posting_starts=np.append(0, np.cumsum(counts)),
        )

    def find(self, visitor: int) -> int:
        """Return the number of a visitor by the digest of the id; -1 if unknown."""
        place = int(self.visitors.searchsorted(np.uint64(visitor)))
        is_known = place < len(self.visitors) and self.visitors[place] == visitor
        return place if is_known else -1

    def find_postings(self, items: Integers) -> tuple[Integers, Integers]:
        """Return where the postings of each item begin and end."""
        # Items that came later have none: their numbers are past the last.
        last = len(self.posting_starts) - 1
        ends = np.minimum(items + 1, last)
        return self.posting_starts[np.minimum(items, last)], self.posting_starts[ends]

    def events(self) -> Events:
        return Events(
            visitors=self.visitors[self.owners],
            items=self.items,
            weights=self.weights,
            is_purchase=self.is_purchase,
            times=self.times,
        )

    def events_of(self, visitors: Integers) -> Events:
        """Return what these visitors did, of those that are known."""
        places = self.places_of(visitors)
        rows = spread(self.starts[places], self.starts[places + 1])
        return Events(
            visitors=self.visitors[self.owners[rows]],
            items=self.items[rows],
            weights=self.weights[rows],
            is_purchase=self.is_purchase[rows],
            times=self.times[rows],
        )

    def places_of(self, visitors: Integers) -> Integers:
        """Return the numbers of these visitors, of those that are known."""
        places = np.searchsorted(self.visitors, visitors)
        inside = places < len(self.visitors)
        places, visitors = places[inside], visitors[inside]
        known: Integers = places[self.visitors[places] == visitors]
        return known

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        """Read what to_arrays() gave; KeyError when a part is missing."""
        return cls(**{name: arrays[f"histories.{name}"] for name in cls.__slots__})

    def to_arrays(self) -> dict[str, Array]:
        return {f"histories.{name}": getattr(self, name) for name in self.__slots__}


def _find_postings(owners: Integers, events: Events) -> Integers:
    """Return the latest event of each visitor with each item, by item and time."""
    size = int(events.items.max(initial=0)) + 1
    pairs = owners * np.int64(size) + events.items
    _, from_end = np.unique(pairs[::-1], return_index=True)
    rows = len(pairs) - 1 - from_end
    order = np.lexsort((events.times[rows], events.items[rows]))
    postings: Integers = rows[order].astype(np.int32)
    return postings


def _changes(values: Array) -> Booleans:
    """Say of each place whether its value differs from the one before."""
    return np.append(np.ones(min(1, len(values)), np.bool_), values[1:] != values[:-1])
