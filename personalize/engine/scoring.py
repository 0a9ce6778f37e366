from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from personalize.engine.arrays import Floats, Integers
from personalize.engine.event_log import EVENT_WEIGHTS
from personalize.engine.neighbours import Neighbours

DAY = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something a visitor did, ``age`` seconds ago."""

    item_id: str
    event_type: str = "View"
    age: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredItem:
    """An item, and the one that spoke most for it (empty when none did)."""

    item_id: str
    score: float
    because_item_id: str = ""


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
        """For each chosen candidate, the source that gave most of its score."""
        best = np.full(int(chosen.max(initial=-1)) + 1, -1)
        rows = np.flatnonzero(np.isin(self.candidates, chosen))
        rows = rows[np.argsort(self.scores[rows], kind="stable")]
        # Of an index that occurs more than once, the last assignment stays.
        best[self.candidates[rows]] = self.sources[rows]
        return best[chosen]


def gather(table: Neighbours, sources: Integers, weights: Floats) -> Evidence:
    """Collect the neighbours of the sources, each table row times its weight."""
    spans = [table.span(source) for source in sources.tolist()]
    counts = [span.stop - span.start for span in spans]
    if not spans:
        nothing = np.empty(0, np.int64)
        return Evidence(sources=nothing, candidates=nothing, scores=nothing * 1.0)
    scores = np.concatenate([table.scores[span] for span in spans])
    return Evidence(
        sources=np.repeat(sources, counts),
        candidates=np.concatenate([table.items[span] for span in spans]),
        scores=scores * np.repeat(weights, counts),
    )


def best_items(totals: Floats, num_results: int, excluded: Integers) -> Integers:
    """Return the numbers of the items with the highest positive totals, best first."""
    totals[excluded] = 0
    limit = min(max(num_results, 0), len(totals))
    top = np.argpartition(-totals, limit - 1)[:limit] if limit else np.arange(0)
    top = top[totals[top] > 0]
    return top[np.lexsort((top, -totals[top]))]


def action_weights(actions: Sequence[Action], *, half_life_days: float) -> Floats:
    """Weigh actions, newest first, by their type, their place and their age."""
    kinds = np.array([EVENT_WEIGHTS.get(one.event_type, 0.0) for one in actions])
    ages = np.array([max(one.age, 0.0) for one in actions]) / DAY
    places = np.arange(1, len(actions) + 1)
    return kinds * np.exp2(-ages / half_life_days) / places
