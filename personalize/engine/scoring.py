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
            scores=self.scores * weights[self.sources],
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listing:
    """Items that were chosen, and ``places``: of every item the place in them, or -1.

    ``asked`` are the items that evidence for them was sought among.
    """

    items: Integers
    asked: Integers
    places: Integers

    @classmethod
    def of(cls, items: Integers, asked: Integers, num_items: int) -> Self:
        places = np.full(num_items, -1, np.int32)
        places[items] = np.arange(len(items))
        return cls(items=items, asked=asked, places=places)

    def find(self, items: Integers) -> Integers:
        """Return the places of these items, of those that were chosen."""
        places = self.places[items]
        return places[places >= 0]

    def main_sources(self, parts: Iterable[Evidence]) -> Integers:
        """Return for each item the asked one that gave most; -1 where none did."""
        given = np.zeros(len(self.items) * len(self.asked))
        for said in parts:
            places = self.places[said.candidates]
            (rows,) = (places >= 0).nonzero()
            cells = places[rows] * len(self.asked) + said.sources[rows]
            given += np.bincount(cells, said.scores[rows], len(given))
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
        candidates=table.items[rows],
        scores=table.scores[rows] * weights.repeat(lengths),
    )
