"""Different kinds of evidence for what somebody may want next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import chain
from typing import Self

import numpy as np

from personalize.engine.arrays import Booleans, Floats, Integers, mark
from personalize.engine.histories import Histories
from personalize.engine.knowledge import Knowledge
from personalize.engine.nearest import find_neighbours
from personalize.engine.popularity import Popularity
from personalize.engine.scoring import Evidence, gather
from personalize.engine.situation import Situation

# How many items an opinion is asked for.
MAX_CANDIDATES = 300
# Weights of the visitor's items by their place: 1/e with so many newer ones.
NEXT_DECAY = 0.7
ALIKE_DECAY = 3.0
# Of an item that came after the training.
UNKNOWN_REPEAT_RATE = 0.1


class Expert(IntEnum):
    """Each gives every candidate a share of its trust; its number is its row."""

    NEXT = 0
    TOGETHER = 1
    VISIT = 2
    VISITS = 3
    TASTE_NOW = 4
    TASTE = 5
    ALIKE = 6
    AGAIN = 7
    OFTEN = 8
    POPULAR_NOW = 9
    POPULAR_LATELY = 10
    POPULAR = 11


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """Histories to look for neighbours in; those of ``hidden`` are told elsewhere."""

    histories: Histories
    hidden: Booleans


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opinions:
    """Candidates, and for each expert a row: the share of its trust that each gets.

    ``evidence`` holds what the experts that have sources said, in their order.
    """

    candidates: Integers
    shares: Floats
    evidence: Sequence[Sequence[Evidence]]

    def take(self, kept: Booleans) -> Opinions:
        return Opinions(
            candidates=self.candidates[kept],
            shares=self.shares[:, kept],
            evidence=self.evidence,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Panel:
    """The experts and what they know, as of one moment."""

    knowledge: Knowledge
    parts: tuple[Part, ...]
    popularity: Popularity
    leaders: Integers

    @classmethod
    def of(cls, knowledge: Knowledge) -> Self:
        part = Part(histories=knowledge.histories, hidden=np.empty(0, np.bool_))
        popularity = knowledge.popularity
        return cls(
            knowledge=knowledge,
            parts=(part,),
            popularity=popularity,
            leaders=popularity.leaders(),
        )

    @property
    def num_items(self) -> int:
        return int(self.popularity.counts.shape[1])

    def consult(
        self, situation: Situation, allowed: Booleans | None = None
    ) -> Opinions:
        """Ask all experts about the items that any of them thinks of."""
        evidence = self._collect(situation)
        leaders = self.leaders
        if allowed is not None:
            leaders = self.popularity.leaders(allowed)
        items = _find_named(evidence, leaders, self.num_items, allowed)
        totals = _add_up(evidence, items, self.num_items)
        kept = _choose(totals, mark(leaders, self.num_items)[items])
        candidates, said = items[kept], totals[:, kept]
        heard = self.popularity.counts[:, candidates]
        return Opinions(
            candidates=candidates,
            shares=_share(np.concatenate([said, heard])),
            evidence=evidence,
        )

    def _collect(self, situation: Situation) -> list[list[Evidence]]:
        knowledge = self.knowledge
        near = [self._ask_neighbours(part, situation) for part in self.parts]
        visits = [[said[n] for said in near if said] for n in range(4)]
        return [
            [_follow(knowledge, situation)],
            [gather(knowledge.viewed, situation.items, np.sqrt(situation.weights))],
            *visits,
            [_look_alike(knowledge, situation)],
            [_return_to(knowledge, situation, _recency(situation, 1.0))],
            [_return_to(knowledge, situation, situation.times * 1.0)],
        ]

    def _ask_neighbours(self, part: Part, situation: Situation) -> list[Evidence]:
        found = find_neighbours(part.histories, situation, part.hidden)
        if found is None:
            return []
        speeds = self.popularity.half_lives[[0, -1]]
        return [
            *found.visit_evidence(),
            *found.taste_evidence(situation.now, speeds),
        ]


def _follow(knowledge: Knowledge, situation: Situation) -> Evidence:
    weights = _recency(situation, NEXT_DECAY) * np.sqrt(situation.weights)
    latest = weights > weights.max(initial=0) / 1000
    return gather(knowledge.viewed, situation.items[latest], weights[latest])


def _look_alike(knowledge: Knowledge, situation: Situation) -> Evidence:
    weights = _recency(situation, ALIKE_DECAY)
    return gather(knowledge.alike, situation.items[:10], weights[:10])


def _return_to(knowledge: Knowledge, situation: Situation, weights: Floats) -> Evidence:
    rates = np.full(len(situation.items), UNKNOWN_REPEAT_RATE)
    known = situation.items < len(knowledge.repeat_rates)
    rates[known] = knowledge.repeat_rates[situation.items[known]]
    return Evidence(
        sources=situation.items, candidates=situation.items, scores=weights * rates
    )


def _recency(situation: Situation, decay: float) -> Floats:
    return np.exp(-np.arange(len(situation.items)) / decay)


def _find_named(
    evidence: Sequence[Sequence[Evidence]],
    leaders: Integers,
    size: int,
    allowed: Booleans | None,
) -> Integers:
    """Return the items that any expert names, and the leaders, by their numbers."""
    is_named = np.zeros(size, np.bool_)
    named = {id(said.candidates): said.candidates for said in chain(*evidence)}
    for candidates in named.values():
        is_named[candidates] = True
    if allowed is not None:
        is_named &= allowed
    is_named[leaders] = True
    return np.flatnonzero(is_named)


def _add_up(
    evidence: Sequence[Sequence[Evidence]], items: Integers, size: int
) -> Floats:
    """Return a row of totals for each expert: of these items only."""
    # What is not asked for falls into a last place, which is cut off.
    places = np.full(size, len(items), np.int32)
    places[items] = np.arange(len(items))
    # Experts who heard the same neighbours share the array of what those named.
    found: dict[int, Integers] = {}
    totals = np.zeros((len(evidence), len(items) + 1))
    for row, said in zip(totals, evidence, strict=True):
        for each in said:
            named = id(each.candidates)
            if named not in found:
                found[named] = places[each.candidates]
            row += np.bincount(found[named], each.scores, len(row))
    return totals[:, :-1]


def _choose(totals: Floats, is_leader: Booleans) -> Integers:
    """Take the places of what all together think of most, and of the leaders."""
    rough = (1 / np.maximum(totals.sum(axis=1), 1e-300)) @ totals
    thought_of = np.flatnonzero(rough)
    if len(thought_of) > MAX_CANDIDATES:
        best = np.argpartition(-rough[thought_of], MAX_CANDIDATES)[:MAX_CANDIDATES]
        thought_of = thought_of[best]
    chosen = is_leader.copy()
    chosen[thought_of] = True
    return np.flatnonzero(chosen)


def _share(said: Floats) -> Floats:
    sums: Floats = np.maximum(said.sum(axis=1, keepdims=True), 1e-300)
    return said / sums
