"""Visitors whose doings share items with the visitor's, and what they did.

Session-based nearest neighbours in the form of STAN (Garg et al., SIGIR 2019): the
visitor's latest items weigh most, and of a neighbour's items those that lie beside the
shared one. For taste: all items weigh the same, and of a neighbour's items the latest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from personalize.engine.arrays import Array, Floats, Integers, fade, spread
from personalize.engine.histories import Histories
from personalize.engine.scoring import Evidence
from personalize.engine.situation import MAX_ITEMS, Situation

# So many of the latest events of the visitor's items are looked through, shared out
# among the items, and so many neighbours are heard: this bounds the time of an answer.
MAX_POSTINGS = 4_000
MIN_POSTINGS = 50
VISIT_NEIGHBOURS = 150
TASTE_NEIGHBOURS = 300
# The weight of an item falls by 1/e with so many newer ones.
ITEM_DECAY = 1.5
ITEM_WEIGHTS = fade(MAX_ITEMS, ITEM_DECAY)
# The same within a neighbour's history, with the distance from the shared item.
PLACE_DECAYS = (2.5, 10.0)
PLACES = 10
BEFORE = 0.5
# By distance, the first of those that came before.
DISTANCES = np.arange(-PLACES, PLACES + 1)
PLACE_WEIGHTS = [
    np.exp(-np.abs(DISTANCES) / decay) * np.where(DISTANCES < 0, BEFORE, 1.0)
    for decay in PLACE_DECAYS
]
# The latest events of a neighbour that speak for their taste.
TASTE_EVENTS = 30
# One source per item of the visitor fits into so many bits.
SOURCE_BITS = 5
MAX_SOURCE = 2**SOURCE_BITS - 1
# The same for a row of the histories.
ROW_BITS = 32
MAX_ROW = 2**ROW_BITS - 1
# Above both the number of the neighbour.
OWNER_SHIFT = SOURCE_BITS + ROW_BITS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Neighbourhood:
    """Visitors who share items, with the latest row and source that they share.

    A source is the place of an item in the list of those asked about.
    """

    histories: Histories
    visitors: Integers
    # Where their histories end.
    ends: Integers
    rows: Integers
    sources: Integers
    visit: Floats
    taste: Floats

    def beside(self) -> tuple[Evidence, Integers]:
        """What the neighbours did near the shared item, and who of them did it."""
        _, rows, _ = self._find_beside()
        return self.visit_evidence()[0], self.histories.owners[rows]

    def visit_evidence(self) -> list[Evidence]:
        """What the neighbours did after, or before, the shared item: near, and wide."""
        chosen, rows, lengths = self._find_beside()
        distances = rows - (self.rows[chosen] - PLACES).repeat(lengths)
        weights = self.visit[chosen].repeat(lengths)
        sources = self.sources[chosen].repeat(lengths)
        scores = [weights * table.take(distances) for table in PLACE_WEIGHTS]
        return self._say(rows, sources, scores)

    def _find_beside(self) -> tuple[Integers, Integers, Integers]:
        """Return the nearest, the rows beside what they share, and how many of each."""
        chosen = _largest(self.visit, VISIT_NEIGHBOURS)
        places, visitors = self.rows[chosen], self.visitors[chosen]
        firsts = np.maximum(places - PLACES, self.histories.starts[visitors])
        ends = np.minimum(places + PLACES + 1, self.histories.starts[visitors + 1])
        return chosen, spread(firsts, ends), ends - firsts

    def taste_evidence(self, now: float, half_lives: Sequence[float]) -> list[Evidence]:
        """What the neighbours did last, fading with age, at several speeds."""
        starts, times = self.histories.starts, self.histories.times
        latest = np.abs(now - times.take(self.ends - 1))
        # Those who have been here lately are heard first.
        order = self.taste * np.exp2(-latest / half_lives[-1])
        chosen = _largest(order, TASTE_NEIGHBOURS)
        ends = self.ends[chosen]
        firsts = np.maximum(ends - TASTE_EVENTS, starts[self.visitors[chosen]])
        rows, lengths = spread(firsts, ends), ends - firsts
        weights = self.taste[chosen].repeat(lengths)
        # Half as many digits are enough, and faded in half the time.
        ages = np.abs(now - times.take(rows)).astype(np.float32)
        sources = self.sources[chosen].repeat(lengths)
        scores = [
            weights * np.exp2(ages / np.float32(-half_life)) for half_life in half_lives
        ]
        return self._say(rows, sources, scores)

    def _say(
        self, rows: Integers, sources: Integers, scores: list[Floats]
    ) -> list[Evidence]:
        candidates = self.histories.items.take(rows)
        return [
            Evidence(sources=sources, candidates=candidates, scores=each)
            for each in scores
        ]


def find_neighbours(
    histories: Histories, situation: Situation, hidden: Array
) -> Neighbourhood | None:
    """Return who shares items with the visitor, themselves and the hidden left out."""
    shared = _Shared.of(histories, situation, hidden)
    if not len(shared.keys):
        return None
    owners, sources = shared.keys >> OWNER_SHIFT, shared.sources
    starts = _find_starts(owners)
    visitors = owners.take(starts)
    visit = np.add.reduceat(shared.says.take(sources), starts)
    # Long histories share items with everybody.
    ends = histories.starts.take(visitors + 1)
    roots = np.sqrt(ends - histories.starts.take(visitors))
    taste = (np.append(starts[1:], len(owners)) - starts) / roots
    return Neighbourhood(
        histories=histories,
        visitors=visitors,
        ends=ends,
        rows=shared.keys.take(starts) & MAX_ROW,
        sources=sources.take(starts),
        visit=visit / np.sqrt(roots),
        taste=taste * np.sqrt(taste),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Shared:
    """Events with the visitor's items, by neighbour, the visitor's latest item first.

    Neighbour, place of the item and row of the event are in one number, which sorts
    many times faster than an order of three is found. ``says`` is what each item of
    the visitor says.
    """

    keys: Integers
    says: Floats

    @property
    def sources(self) -> Integers:
        sources: Integers = (self.keys >> ROW_BITS) & MAX_SOURCE
        return sources

    @classmethod
    def of(cls, histories: Histories, situation: Situation, hidden: Array) -> Self:
        firsts, ends = histories.find_postings(situation.items)
        says = _weigh_items(histories, ends - firsts)
        limit = max(MAX_POSTINGS // max(len(says), 1), MIN_POSTINGS)
        firsts = np.maximum(ends - limit, firsts)
        postings = spread(firsts, ends)
        keys = histories.posting_owners.take(postings).astype(np.int64)
        keys <<= SOURCE_BITS
        keys |= np.arange(len(says)).repeat(ends - firsts)
        keys <<= ROW_BITS
        keys |= histories.postings.take(postings)
        if len(hidden):
            keys = keys[~hidden[keys >> OWNER_SHIFT]]
        keys.sort()
        return cls(keys=_leave_out(keys, histories.find(situation.visitor)), says=says)


def _leave_out(keys: Integers, visitor: int) -> Integers:
    """Leave a visitor out of sorted keys, where all of theirs are neighbours."""
    if visitor < 0:
        return keys
    first, end = keys.searchsorted(
        [visitor << OWNER_SHIFT, (visitor + 1) << OWNER_SHIFT]
    )
    return np.concatenate([keys[:first], keys[end:]]) if end > first else keys


def _find_starts(sorted_numbers: Integers) -> Integers:
    """Return where each number first stands."""
    is_first = np.ones(len(sorted_numbers), np.bool_)
    np.not_equal(sorted_numbers[1:], sorted_numbers[:-1], out=is_first[1:])
    return is_first.nonzero()[0]


def _weigh_items(histories: Histories, counts: Integers) -> Floats:
    """Return what items say that so many visitors had: the latest and the rare most."""
    rarity = np.log1p(histories.num_visitors / (counts + 1.0))
    says: Floats = np.sqrt(rarity) * ITEM_WEIGHTS[: len(counts)]
    return says


def _largest(values: Floats, limit: int) -> Integers:
    if len(values) <= limit:
        return np.arange(len(values))
    rest = len(values) - limit
    return values.argpartition(rest)[rest:]
