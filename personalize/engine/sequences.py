from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from personalize.engine.arrays import Array, Floats, Integers
from personalize.engine.events import Events

# Together with the window this bounds the memory of counting.
EVENTS_PER_SLICE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequences:
    """Events sorted by group and time, each item once a group.

    A group is what counts as one occasion: all that a visitor did, or one basket.
    """

    visitors: Integers
    groups: Integers
    items: Integers
    weights: Floats
    times: Floats

    def __len__(self) -> int:
        return len(self.items)

    def take(self, rows: Array | slice) -> Sequences:
        return Sequences(
            visitors=self.visitors[rows],
            groups=self.groups[rows],
            items=self.items[rows],
            weights=self.weights[rows],
            times=self.times[rows],
        )

    def slices(self) -> Iterator[Sequences]:
        """Cut into parts of bounded size, none of which divides a visitor."""
        starts = np.flatnonzero(np.diff(self.visitors, prepend=-1))
        step = np.arange(EVENTS_PER_SLICE, len(self) + 1, EVENTS_PER_SLICE)
        cuts = np.unique(starts[np.searchsorted(starts, step, "right") - 1])
        bounds = np.unique([0, *cuts, len(self)])
        for first, last in zip(bounds[:-1], bounds[1:], strict=True):
            yield self.take(slice(first, last))


def visitor_sequences(events: Events, *, max_events: int) -> Sequences:
    """What each visitor did last, each item at its latest time."""
    return _latest(_once_a_group(_columns(events)), max_events)


def basket_sequences(events: Events, *, max_events: int, gap: float) -> Sequences:
    """Purchases in baskets: a visitor's, with at most ``gap`` seconds in between."""
    bought = _columns(events.take(events.is_purchase).sort())
    starts = np.diff(bought.visitors, prepend=-1) != 0
    starts |= np.diff(bought.times, prepend=0) > gap
    bought.groups[:] = np.cumsum(starts)
    return _latest(_once_a_group(bought), max_events)


def _columns(events: Events) -> Sequences:
    _, visitors = np.unique(events.visitors, return_inverse=True)
    return Sequences(
        visitors=visitors,
        groups=visitors.copy(),
        items=events.items.astype(np.int64),
        weights=events.weights.copy(),
        times=events.times,
    )


def _once_a_group(columns: Sequences) -> Sequences:
    """Keep the last event of an item in a group, with the weight of its heaviest."""
    keys = columns.groups * (columns.items.max(initial=0) + 1) + columns.items
    order = np.lexsort((columns.times, keys))
    changes = np.diff(keys[order], prepend=-1) != 0
    last = order[np.append(changes[1:], np.full(min(1, len(order)), True))]
    columns.weights[last] = _heaviest(columns.weights[order], changes)
    # Rows of the same second stay in the order in which they were told.
    return columns.take(
        last[np.lexsort((last, columns.times[last], columns.groups[last]))]
    )


def _heaviest(weights: Floats, starts: Array) -> Floats:
    if not len(weights):
        return weights
    return np.maximum.reduceat(weights, np.flatnonzero(starts))


def _latest(sequences: Sequences, max_events: int) -> Sequences:
    """Keep what each visitor did last, so that a bot counts as a busy shopper."""
    # Groups of a visitor are neighbours: they are numbered visitor by visitor.
    ends = np.searchsorted(sequences.visitors, sequences.visitors, "right")
    return sequences.take(ends - np.arange(len(sequences)) <= max_events)
