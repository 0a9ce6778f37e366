from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np

from personalize.engine.arrays import Floats, Integers
from personalize.engine.neighbours import Neighbours


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something a visitor did, ``age`` seconds ago."""

    item_id: str
    event_type: str = "View"
    age: float = 0.0


class Reason(StrEnum):
    """What spoke most for an item."""

    VIEWED_TOGETHER = "viewed-together"
    BOUGHT_TOGETHER = "bought-together"
    ALIKE = "alike"
    SHARED_TASTE = "shared-taste"
    POPULAR = "popular"
    TRENDING = "trending"
    AGAIN = "again"
    NEW = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredItem:
    """An item, and why: what spoke most for it.

    ``because_item_id`` is the item of the visitor, or of the question, that did (empty
    when none did), ``count`` the number of visitors who had both, where it is counted.
    """

    item_id: str
    score: float
    reason: Reason = Reason.VIEWED_TOGETHER
    because_item_id: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What known items say for others: a row per pair of a source and a candidate.

    Sources are places in the list of the items that were asked about.
    """

    sources: Integers
    candidates: Integers
    scores: Floats

    def totals(self, num_items: int) -> Floats:
        totals = np.bincount(self.candidates, self.scores, minlength=num_items)
        return np.asarray(totals, np.float64)

    def weigh(self, weights: Floats) -> Evidence:
        """Weigh what each source says."""
        return Evidence(
            sources=self.sources,
            candidates=self.candidates,
            scores=self.scores * weights.take(self.sources),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listing:
    """Items that were chosen, and ``ranks``: the place of every item in them, from 1.

    Of those that were not chosen it is 0. ``asked`` are the items that evidence for
    them was sought among.
    """

    items: Integers
    asked: Integers
    ranks: Integers

    @classmethod
    def of(cls, items: Integers, asked: Integers, num_items: int) -> Self:
        # A byte for each, nearly always: it stays in the cache of the processor.
        ranks = np.zeros(num_items, np.min_scalar_type(len(items)))
        ranks[items] = np.arange(1, len(items) + 1)
        return cls(items=items, asked=asked, ranks=ranks)

    def find(self, items: Integers) -> Integers:
        """Return the places of these items, of those that were chosen."""
        ranks = self.ranks[items].astype(np.int64)
        return ranks[ranks > 0] - 1

    def main_sources(self, parts: Iterable[Evidence]) -> Integers:
        """Return for each item the asked one that gave most; -1 where none did."""
        given = np.zeros(len(self.items) * len(self.asked))
        for said in parts:
            ranks = self.ranks.take(said.candidates)
            (rows,) = ranks.nonzero()
            places = ranks[rows].astype(np.int64) - 1
            cells = places * len(self.asked) + said.sources.take(rows)
            given += np.bincount(cells, said.scores.take(rows), len(given))
        if not len(given):
            return np.full(len(self.items), -1)
        table = given.reshape(len(self.items), -1)
        main: Integers = self.asked[table.argmax(axis=1)]
        return np.where(table.any(axis=1), main, -1)


NO_EVIDENCE = Evidence(
    sources=np.empty(0, np.int64),
    candidates=np.empty(0, np.int64),
    scores=np.empty(0, np.float64),
)


def gather(table: Neighbours, items: Integers, weights: Floats) -> Evidence:
    """Collect the neighbours of these items, each table row times its weight."""
    rows, lengths = table.rows_of(items)
    return Evidence(
        sources=np.arange(len(items)).repeat(lengths),
        candidates=table.items.take(rows),
        scores=table.scores.take(rows) * weights.repeat(lengths),
    )
