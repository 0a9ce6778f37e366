"""Visitors whose doings share items with the visitor's, and what they did.

Session-based nearest neighbours in the form of STAN (Garg et al., SIGIR 2019): the
visitor's latest items weigh most, and of a neighbour's items those that lie beside the
shared one. For taste: all items weigh the same, and of a neighbour's items the latest.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from personalize.engine.arrays import Array, Floats, Integers, spread
from personalize.engine.histories import Histories
from personalize.engine.scoring import Evidence
from personalize.engine.situation import Situation

# So many of the latest events of the visitor's items are looked through, shared out
# among the items, and so many neighbours are heard: this bounds the time of an answer.
MAX_POSTINGS = 4_000
MIN_POSTINGS = 50
NEIGHBOURS = 300
# The weight of an item falls by 1/e with so many newer ones.
ITEM_DECAY = 1.5
# The same within a neighbour's history, with the distance from the shared item.
PLACE_DECAYS = (2.5, 10.0)
PLACES = 10
BEFORE = 0.5
# Long histories share items with everybody: similarity / length ** power.
VISIT_LENGTH_POWER = 0.25
TASTE_LENGTH_POWER = 0.5
TASTE_POWER = 1.5
# The latest events of a neighbour that speak for their taste.
TASTE_EVENTS = 30
# One source per item of the visitor fits into so many bits.
SOURCE_BITS = 5
MAX_SOURCE = 2**SOURCE_BITS - 1
# The same for a row of the histories.
ROW_BITS = 32
MAX_ROW = 2**ROW_BITS - 1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Neighbourhood:
    """Visitors who share items, with the latest row and source that they share."""

    histories: Histories
    visitors: Integers
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
        places = self.rows[chosen]
        distance = rows - np.repeat(places, lengths)
        weights = np.repeat(self.visit[chosen], lengths)
        weights[distance < 0] *= BEFORE
        sources, distance = np.repeat(self.sources[chosen], lengths), np.abs(distance)
        scores = [weights * np.exp(-distance / decay) for decay in PLACE_DECAYS]
        return self._say(rows, sources, scores)

    def _find_beside(self) -> tuple[Integers, Integers, Integers]:
        """Return the nearest, the rows beside what they share, and how many of each."""
        chosen = _largest(self.visit, NEIGHBOURS)
        places, visitors = self.rows[chosen], self.visitors[chosen]
        firsts = np.maximum(places - PLACES, self.histories.starts[visitors])
        ends = np.minimum(places + PLACES + 1, self.histories.starts[visitors + 1])
        return chosen, spread(firsts, ends), ends - firsts

    def taste_evidence(self, now: float, half_lives: Array) -> list[Evidence]:
        """What the neighbours did last, fading with age, at several speeds."""
        starts, times = self.histories.starts, self.histories.times
        ends = starts[self.visitors + 1]
        latest = np.abs(now - times[ends - 1])
        # Those who have been here lately are heard first.
        order = self.taste * np.exp2(-latest / half_lives[-1])
        chosen = _largest(order, NEIGHBOURS)
        ends = ends[chosen]
        firsts = np.maximum(ends - TASTE_EVENTS, starts[self.visitors[chosen]])
        rows, lengths = spread(firsts, ends), ends - firsts
        weights = np.repeat(self.taste[chosen], lengths)
        ages = np.abs(now - times[rows])
        sources = np.repeat(self.sources[chosen], lengths)
        scores = [weights * np.exp2(-ages / half_life) for half_life in half_lives]
        return self._say(rows, sources, scores)

    def _say(
        self, rows: Integers, sources: Integers, scores: list[Floats]
    ) -> list[Evidence]:
        candidates = self.histories.items[rows]
        return [
            Evidence(sources=sources, candidates=candidates, scores=each)
            for each in scores
        ]


def find_neighbours(
    histories: Histories, situation: Situation, hidden: Array
) -> Neighbourhood | None:
    """Return who shares items with the visitor, themselves and the hidden left out."""
    rows, sources = _shared(histories, situation.items)
    owners = histories.owners[rows]
    wanted = owners != histories.find(situation.visitor)
    if len(hidden):
        wanted &= ~hidden[owners]
    rows, sources, owners = rows[wanted], sources[wanted], owners[wanted]
    if not len(rows):
        return None
    owners, sources, rows = _keep_latest(owners, sources, rows)
    starts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    visitors = owners[starts]
    rarity = _rarity(histories, situation.items)
    recency = np.exp(-np.arange(len(situation.items)) / ITEM_DECAY)
    visit = np.add.reduceat((np.sqrt(rarity) * recency)[sources], starts)
    taste = np.add.reduceat(np.ones(len(sources)), starts)
    lengths = histories.starts[visitors + 1] - histories.starts[visitors]
    return Neighbourhood(
        histories=histories,
        visitors=visitors,
        rows=rows[starts],
        sources=situation.items[sources[starts]],
        visit=visit / lengths**VISIT_LENGTH_POWER,
        taste=(taste / lengths**TASTE_LENGTH_POWER) ** TASTE_POWER,
    )


def _keep_latest(
    owners: Integers, sources: Integers, rows: Integers
) -> tuple[Integers, Integers, Integers]:
    """Of a neighbour's events with the same item keep the latest; sort by neighbour.

    The first of a neighbour's items is then the visitor's latest.
    """
    # One number of all three sorts many times faster than an order is found.
    keys = (owners.astype(np.int64) << SOURCE_BITS) | sources
    keys = (keys << ROW_BITS) | rows
    keys.sort()
    pairs = keys >> ROW_BITS
    is_last = np.append(pairs[1:] != pairs[:-1], True)
    keys, pairs = keys[is_last], pairs[is_last]
    return pairs >> SOURCE_BITS, pairs & MAX_SOURCE, keys & MAX_ROW


def _shared(histories: Histories, items: Integers) -> tuple[Integers, Integers]:
    """Return the latest events with these items, and the place of the item of each."""
    firsts, ends = histories.find_postings(items)
    limit = max(MAX_POSTINGS // max(len(items), 1), MIN_POSTINGS)
    firsts = np.maximum(ends - limit, firsts)
    rows = histories.postings[spread(firsts, ends)]
    return rows, np.repeat(np.arange(len(items)), ends - firsts)


def _rarity(histories: Histories, items: Integers) -> Floats:
    firsts, ends = histories.find_postings(items)
    rarity: Floats = np.log1p(histories.num_visitors / (ends - firsts + 1.0))
    return rarity


def _largest(values: Floats, limit: int) -> Integers:
    if len(values) <= limit:
        return np.arange(len(values))
    return np.argpartition(-values, limit)[:limit]
