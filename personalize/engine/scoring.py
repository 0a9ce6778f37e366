from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from personalize.engine.arrays import Floats, Integers, spread
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
    """What known items say for others: a row per pair of a source and a candidate."""

    sources: Integers
    candidates: Integers
    scores: Floats

    def totals(self, num_items: int) -> Floats:
        totals = np.bincount(self.candidates, self.scores, minlength=num_items)
        return np.asarray(totals, np.float64)

    def main_sources(self, chosen: Integers) -> Integers:
        """Return for each candidate the source that gave most; -1 where none did."""
        last = max(self.candidates.max(initial=-1), chosen.max(initial=-1))
        places = np.full(int(last) + 1, -1)
        places[chosen] = np.arange(len(chosen))
        rows = np.flatnonzero(places[self.candidates] >= 0)
        if not len(rows):
            return np.full(len(chosen), -1)
        sources, codes = np.unique(self.sources[rows], return_inverse=True)
        cells = places[self.candidates[rows]] * len(sources) + codes
        size = len(chosen) * len(sources)
        given = np.bincount(cells, self.scores[rows], size).reshape(len(chosen), -1)
        main: Integers = sources[given.argmax(axis=1)]
        return np.where(given.any(axis=1), main, -1)


NO_EVIDENCE = Evidence(
    sources=np.empty(0, np.int64),
    candidates=np.empty(0, np.int64),
    scores=np.empty(0, np.float64),
)


def gather(table: Neighbours, sources: Integers, weights: Floats) -> Evidence:
    """Collect the neighbours of the sources, each table row times its weight."""
    # Items that came after the training have no row.
    known = sources < len(table.starts) - 1
    sources, weights = sources[known], weights[known]
    firsts, ends = table.starts[sources], table.starts[sources + 1]
    rows, lengths = spread(firsts, ends), ends - firsts
    return Evidence(
        sources=np.repeat(sources, lengths),
        candidates=table.items[rows],
        scores=table.scores[rows] * np.repeat(weights, lengths),
    )
