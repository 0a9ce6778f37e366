"""What the newest events teach about prediction: situations, and what came next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from personalize.engine.arrays import Array, Floats, Integers
from personalize.engine.events import Events
from personalize.engine.situation import FEW_ITEMS, VISIT_GAP, Situation, describe

# The newest 15 % of the events are predicted from the rest.
HELD_OUT = 0.15
MAX_TRIALS = 2_500
MAX_TRIALS_PER_VISITOR = 20
# Of what came next so much is looked at.
ITEMS_AHEAD = 20
HISTORY = 100
FORGOTTEN = 0.5
LONGEST_FORGOTTEN = 30


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Trial:
    """A situation, the items that came next, and how much each counts."""

    situation: Situation
    items: Integers
    gains: Floats

    def gains_of(self, candidates: Integers) -> Floats:
        last = max(candidates.max(initial=-1), self.items.max(initial=-1))
        gains = np.zeros(int(last) + 1)
        np.maximum.at(gains, self.items, self.gains)
        return gains[candidates]


def split(events: Events) -> tuple[Events, float]:
    """Return the older events, and the time from which on events are held out.

    The events are sorted.
    """
    if not len(events):
        return events, 0.0
    cut = float(np.quantile(events.without_bots().times, 1 - HELD_OUT))
    return events.take(events.times < cut), cut


def draw_trials(events: Events, cut: float, *, seed: int) -> list[Trial]:
    """Draw moments after the cut at which somebody known did something."""
    events = events.sort()
    starts = np.searchsorted(events.visitors, events.visitors, "left")
    places = np.arange(len(events))
    is_later = (events.times >= cut) & (places > starts)
    rng = np.random.default_rng(seed)
    later = _thin_out(events, rng.permutation(np.flatnonzero(is_later)))
    gaps = events.times[later] - events.times[later - 1]
    chosen = [
        later[kind][:MAX_TRIALS] for kind in (gaps <= VISIT_GAP, gaps > VISIT_GAP)
    ]
    rows = np.sort(np.concatenate(chosen))
    lengths = _draw_lengths(len(rows), rng)
    lengths[events.times[rows] - events.times[rows - 1] > VISIT_GAP] = HISTORY
    firsts = np.maximum(starts[rows], rows - lengths)
    return list(_make(events, rows.tolist(), firsts.tolist()))


def _draw_lengths(number: int, rng: np.random.Generator) -> Integers:
    """Forget a part of every second history: most visitors of a shop are new to it."""
    lengths = np.exp(rng.uniform(0, np.log(LONGEST_FORGOTTEN), number))
    forgets = rng.random(number) < FORGOTTEN
    return np.where(forgets, lengths.astype(np.int64), HISTORY)


def _thin_out(events: Events, rows: Integers) -> Integers:
    """Keep a few moments of each visitor, in the order given."""
    order = np.argsort(events.visitors[rows], kind="stable")
    visitors = events.visitors[rows][order]
    rank = np.arange(len(rows)) - np.searchsorted(visitors, visitors, "left")
    return rows[np.sort(order[rank < MAX_TRIALS_PER_VISITOR])]


def _make(events: Events, rows: list[int], firsts: list[int]) -> Iterator[Trial]:
    for row, first in zip(rows, firsts, strict=True):
        past = slice(first, row)
        age = float(events.times[row] - events.times[row - 1])
        situation = describe(
            events.items[past][::-1].tolist(),
            events.weights[past][::-1].tolist(),
            age=age,
            now=float(events.times[row]),
            visitor=int(events.visitors[row]),
        )
        items, gains = _gains(events, row, first, age)
        yield Trial(situation=situation, items=items, gains=gains)


def _gains(events: Events, row: int, first: int, age: float) -> tuple[Array, Floats]:
    """Return what came next, and how much each would have been worth.

    During a visit what comes first, unless little is known yet: then it is what the
    visit turns out to be about.
    """
    if age <= VISIT_GAP and row - first > FEW_ITEMS:
        return events.items[row : row + 1], np.ones(1)
    end = int(np.searchsorted(events.visitors, events.visitors[row], "right"))
    rows = slice(row, min(end, row + ITEMS_AHEAD))
    places = np.arange(1, len(events.items[rows]) + 1)
    if age > VISIT_GAP:
        return events.items[rows], np.ones(len(places))
    same_visit = np.diff(events.times[rows], prepend=events.times[row]) <= VISIT_GAP
    return events.items[rows], np.cumprod(same_visit) / places
