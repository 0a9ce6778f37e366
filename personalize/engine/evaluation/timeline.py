from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np

from personalize.engine.arrays import Array, Booleans, Floats, Integers
from personalize.engine.event_log import EventLog


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """The texts behind the numbers of a timeline, those of visitors and items sorted.

    Arrays of objects: in one of strings each takes the place of the longest.
    """

    visitors: Array
    items: Array
    types: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Parts of an array: from ``starts``, up to and without ``ends``."""

    starts: Integers
    ends: Integers

    def __len__(self) -> int:
        return len(self.starts)

    @property
    def lengths(self) -> Integers:
        return self.ends - self.starts

    def take(self, rows: Array) -> Spans:
        return Spans(starts=self.starts[rows], ends=self.ends[rows])


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Events as columns of numbers, which can be cut at any row."""

    names: Names
    visitors: Integers
    items: Integers
    types: Integers
    times: Floats

    @classmethod
    def of_log(cls, log: EventLog) -> Self:
        """Order events by time; those of the same second keep their order."""
        rows = np.argsort(log.times, kind="stable")
        visitor_ids = np.array([*log.visitor_ids, ""], object)[:-1]
        ranks = np.argsort(visitor_ids, kind="stable")
        places = np.empty(len(ranks), np.int64)
        places[ranks] = np.arange(len(ranks))
        names = Names(
            visitors=visitor_ids[ranks],
            items=log.sorted_item_ids().astype(object),
            types=np.array([*log.event_types], object),
        )
        return cls(
            names=names,
            visitors=places[log.visitors[rows]],
            items=log.items[rows],
            types=log.types[rows],
            times=log.times[rows],
        )

    def __len__(self) -> int:
        return len(self.times)

    def to_log(self) -> EventLog:
        return EventLog().extend(
            self.names.visitors[self.visitors].tolist(),
            self.names.items[self.items].tolist(),
            self.names.types[self.types].tolist(),
            self.times.tolist(),
        )

    def arrange(self, rows: Array) -> Timeline:
        """Take these rows in this order; the numbers keep their meaning."""
        return Timeline(
            names=self.names,
            visitors=self.visitors[rows],
            items=self.items[rows],
            types=self.types[rows],
            times=self.times[rows],
        )

    def keep(self, rows: Booleans) -> Timeline:
        """Take these rows, and forget the visitors and items of all others."""
        kept = self.arrange(rows)
        visitor_ids, visitors = _renumber(self.names.visitors, kept.visitors)
        item_ids, items = _renumber(self.names.items, kept.items)
        return Timeline(
            names=Names(visitors=visitor_ids, items=item_ids, types=self.names.types),
            visitors=visitors,
            items=items,
            types=kept.types,
            times=kept.times,
        )

    def order_by_visitor(self) -> Integers:
        return np.argsort(self.visitors, kind="stable")

    def visitor_spans(self) -> Spans:
        """Where each visitor's events are, once they are ordered by visitor."""
        ends = np.cumsum(np.bincount(self.visitors, minlength=len(self.names.visitors)))
        return Spans(starts=np.append(0, ends)[:-1], ends=ends)

    def item_ids(self, numbers: Array) -> Iterable[str]:
        ids: Iterable[str] = self.names.items[numbers].tolist()
        return ids


def _renumber(names: Array, numbers: Integers) -> tuple[Array, Integers]:
    is_used = np.bincount(numbers, minlength=len(names)) > 0
    return names[is_used], (np.cumsum(is_used) - 1)[numbers]
