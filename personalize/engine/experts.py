"""Different kinds of evidence for what somebody may want next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Self

import numpy as np

from personalize.engine.arrays import Booleans, Floats, Integers, fade
from personalize.engine.histories import Histories
from personalize.engine.knowledge import Knowledge
from personalize.engine.nearest import find_neighbours
from personalize.engine.popularity import Popularity
from personalize.engine.scoring import Evidence, gather
from personalize.engine.situation import MAX_ITEMS, Situation
from personalize.engine.tally import Tally

# How many items an opinion is asked for.
MAX_CANDIDATES = 250
# Weights of the visitor's items by their place: 1/e with so many newer ones.
NEXT_WEIGHTS = fade(MAX_ITEMS, 0.7)
AGAIN_WEIGHTS = fade(MAX_ITEMS, 1.0)
ALIKE_WEIGHTS = fade(10, 3.0)
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

    ``evidence`` holds what the experts that have sources said of the items ``asked``
    about, in their order.
    """

    asked: Integers
    candidates: Integers
    shares: Floats
    evidence: Sequence[Sequence[Evidence]]

    def take(self, kept: Booleans) -> Opinions:
        return Opinions(
            asked=self.asked,
            candidates=self.candidates[kept],
            shares=self.shares.compress(kept, axis=1),
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
        tally = Tally.of(evidence, leaders, self.num_items, allowed)
        kept = tally.find_best(MAX_CANDIDATES)
        candidates = tally.items[kept]
        named = tally.totals.take(kept, axis=1)
        heard = self.popularity.counts.take(candidates, axis=1)
        return Opinions(
            asked=situation.items,
            candidates=candidates,
            shares=_share(np.concatenate([named, heard])),
            evidence=evidence,
        )

    def _collect(self, situation: Situation) -> list[list[Evidence]]:
        knowledge = self.knowledge
        near = [self._ask_neighbours(part, situation) for part in self.parts]
        visits = [[said[n] for said in near if said] for n in range(4)]
        seen = gather(knowledge.viewed, situation.items, np.sqrt(situation.weights))
        again = _return_to(knowledge, situation)
        return [
            [seen.weigh(NEXT_WEIGHTS)],
            [seen],
            *visits,
            [_look_alike(knowledge, situation)],
            [again.weigh(AGAIN_WEIGHTS)],
            [again.weigh(situation.times * 1.0)],
        ]

    def _ask_neighbours(self, part: Part, situation: Situation) -> list[Evidence]:
        found = find_neighbours(part.histories, situation, part.hidden)
        if found is None:
            return []
        fast, *_, slow = self.popularity.half_lives.tolist()
        return [
            *found.visit_evidence(),
            *found.taste_evidence(situation.now, [fast, slow]),
        ]


def _look_alike(knowledge: Knowledge, situation: Situation) -> Evidence:
    items = situation.items[: len(ALIKE_WEIGHTS)]
    return gather(knowledge.alike, items, ALIKE_WEIGHTS[: len(items)])


def _return_to(knowledge: Knowledge, situation: Situation) -> Evidence:
    rates = np.full(len(situation.items), UNKNOWN_REPEAT_RATE)
    known = situation.items < len(knowledge.repeat_rates)
    rates[known] = knowledge.repeat_rates[situation.items[known]]
    return Evidence(
        sources=np.arange(len(situation.items)),
        candidates=situation.items,
        scores=rates,
    )


def _share(said: Floats) -> Floats:
    sums: Floats = np.maximum(said.sum(axis=1, keepdims=True), 1e-300)
    return said / sums
