"""Why an item is in a list: what gave most of its score, and because of which item."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from personalize.engine.arrays import Floats, Integers
from personalize.engine.blend import find_parts
from personalize.engine.experts import Expert, Opinions
from personalize.engine.knowledge import Knowledge
from personalize.engine.related import Kind, Related
from personalize.engine.scoring import Listing, Reason, ScoredItem

REASONS: dict[int, Reason] = {
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

# What is said instead where it was counted how many bought both.
BETTER_REASONS = {
    Reason.VIEWED_TOGETHER: Reason.BOUGHT_TOGETHER,
    Reason.SHARED_TASTE: Reason.BOUGHT_TOGETHER,
}
# The number of no item.
NOTHING = -1
# A personal reason must have done at least so much of what the strongest did.
OWN_SHARE = 0.25


class Reasoner:
    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

    def of_choices(
        self, opinions: Opinions, scores: Floats, places: Integers, weights: Floats
    ) -> list[ScoredItem]:
        """Describe the candidates at these places."""
        listing = self._list(opinions.candidates[places], opinions.asked)
        experts = _main_experts(opinions, places, weights)
        sources = _main_sources(opinions, listing, experts)
        # Where nothing of the visitor's own spoke for it.
        is_nobodys = (experts < len(opinions.evidence)) & (sources < 0)
        experts[is_nobodys] = Expert.POPULAR
        # Of what the visitor had, nothing else needs to be said.
        had = listing.find(opinions.asked)
        experts[had], sources[had] = Expert.AGAIN, NOTHING
        reasons = [REASONS[expert] for expert in experts.tolist()]
        return self._make(listing.items, scores[places], reasons, sources)

    def of_pairs(
        self, items: Integers, scores: Floats, related: Related
    ) -> list[ScoredItem]:
        """Describe items that go with others."""
        listing = self._list(items, related.asked)
        sources = listing.main_sources([related.evidence])
        reasons = [KIND_REASONS[related.kind]] * len(items)
        return self._make(items, scores, reasons, sources)

    def _list(self, items: Integers, asked: Integers) -> Listing:
        return Listing.of(items, asked, len(self.knowledge.items))

    def _make(
        self,
        items: Integers,
        scores: Floats,
        reasons: Sequence[Reason],
        sources: Integers,
    ) -> list[ScoredItem]:
        index = self.knowledge.items
        # How many bought both in one basket.
        counts = self.knowledge.bought.counts_of(sources, items).tolist()
        named = index.ids_of(np.concatenate([items, sources[sources >= 0]]))
        item_ids, because = named[: len(items)], iter(named[len(items) :])
        columns = (item_ids, scores.tolist(), reasons, sources.tolist())
        return [
            ScoredItem(
                item_id=item_id,
                score=score,
                reason=BETTER_REASONS.get(reason, reason) if count else reason,
                because_item_id=next(because) if source >= 0 else "",
                count=count,
            )
            for item_id, score, reason, source, count in zip(
                *columns, counts, strict=True
            )
        ]


def _main_sources(opinions: Opinions, listing: Listing, experts: Integers) -> Integers:
    """Return for each item the visitor's item for which its expert named it, or -1."""
    sources = np.full(len(listing.items), NOTHING)
    for expert in set(experts.tolist()):
        if expert < len(opinions.evidence):
            mine = experts == expert
            sources[mine] = listing.main_sources(opinions.evidence[expert])[mine]
    return sources


def _main_experts(opinions: Opinions, places: Integers, weights: Floats) -> Integers:
    """Return for each of these candidates the expert who lifts it most above the least.

    One who speaks of the visitor's own items goes before one who tells what is popular
    with all, unless hardly anything of the score is theirs. Who says nothing of a
    candidate is no reason for it, even where that helps its score.
    """
    number = len(opinions.evidence)
    shares = opinions.shares.take(places, axis=1)
    speaks = shares > 0
    lifts = np.where(speaks, _find_lifts(opinions, shares, weights), -np.inf)
    own, others = lifts[:number], lifts[number:]
    most, common = own.max(axis=0), others.max(axis=0)
    is_own = (most > 0) & (most >= OWN_SHARE * common) | (common == -np.inf)
    experts: Integers = np.where(
        is_own, own.argmax(axis=0), number + others.argmax(axis=0)
    )
    return experts


def _find_lifts(opinions: Opinions, shares: Floats, weights: Floats) -> Floats:
    """Return by how much each expert lifts these candidates above the least of all."""
    least = opinions.shares.min(axis=1, initial=1.0, keepdims=True)
    # What is said against an item is no reason for it.
    said = np.maximum(find_parts(weights, np.concatenate([shares, least], axis=1)), 0)
    lifts: Floats = np.maximum(said[:, :-1] - said[:, -1:], 0)
    return lifts
