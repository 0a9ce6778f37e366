"""Why an item is in a list: what gave most of its score, and because of which item."""

from __future__ import annotations

import numpy as np

from personalize.engine.arrays import Floats, Integers
from personalize.engine.blend import FORMS, features_of
from personalize.engine.experts import Expert, Opinions
from personalize.engine.knowledge import Knowledge
from personalize.engine.related import Kind
from personalize.engine.scoring import Evidence, Reason, ScoredItem

REASONS = {
    Expert.NEXT: Reason.VIEWED_TOGETHER,
    Expert.TOGETHER: Reason.VIEWED_TOGETHER,
    Expert.VISIT: Reason.VIEWED_TOGETHER,
    Expert.VISITS: Reason.VIEWED_TOGETHER,
    Expert.TASTE_NOW: Reason.SHARED_TASTE,
    Expert.TASTE: Reason.SHARED_TASTE,
    Expert.ALIKE: Reason.ALIKE,
    Expert.AGAIN: Reason.AGAIN,
    Expert.OFTEN: Reason.AGAIN,
    Expert.POPULAR_NOW: Reason.POPULAR,
    Expert.POPULAR_LATELY: Reason.POPULAR,
    Expert.POPULAR: Reason.POPULAR,
}
KIND_REASONS = {
    Kind.VIEWED: Reason.VIEWED_TOGETHER,
    Kind.BOUGHT: Reason.BOUGHT_TOGETHER,
    Kind.SIMILAR: Reason.ALIKE,
}

# A personal reason must have done at least so much of what the strongest did.
OWN_SHARE = 0.25


class Reasoner:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._counts: dict[int, dict[int, int]] = {}

    def of_choices(
        self, opinions: Opinions, scores: Floats, places: Integers, weights: Floats
    ) -> list[ScoredItem]:
        """Describe the candidates at these places."""
        items = opinions.candidates[places]
        experts = _main_experts(opinions, places, weights)
        sources = _main_sources(opinions, items, experts)
        # Where nothing of the visitor's own spoke for it.
        is_nobodys = (experts < len(opinions.evidence)) & (sources < 0)
        experts = np.where(is_nobodys, Expert.POPULAR, experts)
        # Of what the visitor had, nothing else needs to be said.
        (had,) = opinions.evidence[Expert.AGAIN]
        experts = np.where(np.isin(items, had.sources), Expert.AGAIN, experts)
        columns = (items, scores[places], experts, sources)
        return [
            self._make(item, score, REASONS[Expert(expert)], source)
            for item, score, expert, source in zip(
                *(column.tolist() for column in columns), strict=True
            )
        ]

    def of_pairs(
        self, items: Integers, evidence: Evidence, totals: Floats, kind: Kind
    ) -> list[ScoredItem]:
        """Describe items that go with others."""
        columns = (items, totals[items], evidence.main_sources(items))
        return [
            self._make(item, score, KIND_REASONS[kind], source)
            for item, score, source in zip(
                *(column.tolist() for column in columns), strict=True
            )
        ]

    def _make(self, item: int, score: float, reason: Reason, source: int) -> ScoredItem:
        index, count = self.knowledge.items, 0
        if reason is Reason.AGAIN:
            source = -1
        elif source >= 0:
            count = self._count(source, item)
        if count and reason in (Reason.VIEWED_TOGETHER, Reason.SHARED_TASTE):
            reason = Reason.BOUGHT_TOGETHER
        return ScoredItem(
            item_id=index.id_of(item),
            score=score,
            reason=reason,
            because_item_id=index.id_of(source) if source >= 0 else "",
            count=count,
        )

    def _count(self, item: int, other: int) -> int:
        """How many visitors bought both in one basket; 0 when that was not counted."""
        if item not in self._counts:
            self._counts[item] = self.knowledge.bought.counts_of(item)
        return self._counts[item].get(other, 0)


def _main_sources(opinions: Opinions, items: Integers, experts: Integers) -> Integers:
    """Return for each item the visitor's item for which its expert named it, or -1."""
    sources = np.full(len(items), -1)
    for expert in np.unique(experts[experts < len(opinions.evidence)]).tolist():
        mine = np.flatnonzero(experts == expert)
        for said in opinions.evidence[expert]:
            found = said.main_sources(items[mine])
            sources[mine] = np.where(sources[mine] < 0, found, sources[mine])
    return sources


def _main_experts(opinions: Opinions, places: Integers, weights: Floats) -> Integers:
    """Return for each of these candidates the expert who lifts it most above the least.

    One who speaks of the visitor's own items goes before one who tells what is popular
    with all, unless hardly anything of the score is theirs. Who says nothing of a
    candidate is no reason for it, even where that helps its score.
    """
    if not len(places):
        return places
    shares = opinions.shares[:, places]
    least = opinions.shares.min(axis=1, keepdims=True)
    speaks = shares > 0
    said = _say_for(shares, weights) - _say_for(least, weights)
    lifts = np.where(speaks, np.maximum(said, 0), -np.inf)
    number = len(opinions.evidence)
    own, others = lifts[:number], lifts[number:]
    is_own = (own.max(axis=0) > 0) & (own.max(axis=0) >= OWN_SHARE * others.max(axis=0))
    is_own |= ~speaks[number:].any(axis=0)
    experts: Integers = np.where(
        is_own, own.argmax(axis=0), number + others.argmax(axis=0)
    )
    return experts


def _say_for(shares: Floats, weights: Floats) -> Floats:
    """What each expert adds to a score; said against an item, it is no reason."""
    parts = weights[:, np.newaxis] * features_of(shares)
    said: Floats = parts.reshape(FORMS, *shares.shape).sum(axis=0)
    return np.maximum(said, 0)
