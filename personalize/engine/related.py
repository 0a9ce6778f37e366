"""What goes with an item, each kind by the evidence that suits it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from personalize.engine.arrays import Floats, Integers
from personalize.engine.experts import Panel
from personalize.engine.knowledge import MIN_VIEWERS
from personalize.engine.nearest import find_neighbours
from personalize.engine.scoring import NO_EVIDENCE, Evidence, gather
from personalize.engine.situation import describe


class Kind(StrEnum):
    """What two items have in common."""

    # They were seen by the same people.
    VIEWED = "viewed"
    # They were bought in one basket.
    BOUGHT = "bought"
    # They are alike by what the shop says of them, and by who saw them.
    SIMILAR = "similar"


def relate(panel: Panel, sources: Integers, kind: Kind) -> Evidence:
    """Return what the items of ``sources`` say for others, all of them together."""
    knowledge, weights = panel.knowledge, np.ones(len(sources))
    if kind is Kind.BOUGHT:
        return gather(knowledge.bought, sources, weights)
    seen = [gather(knowledge.viewed, sources, weights), _live(panel, sources)]
    if kind is Kind.VIEWED:
        return _mix(*seen)
    return _mix(_mix(*seen), gather(knowledge.alike, sources, weights))


def _live(panel: Panel, sources: Integers) -> Evidence:
    """What several visitors saw beside an item, as of this second."""
    said = [_live_of(panel, source) for source in sources.tolist()]
    return _join(said)


def _live_of(panel: Panel, source: int) -> Evidence:
    situation = describe(
        np.array([source]), np.ones(1), age=0.0, now=panel.popularity.now
    )
    said, pairs = [], []
    for part in panel.parts:
        found = find_neighbours(part.histories, situation, part.hidden)
        if found is not None:
            near, owners = found.beside()
            said.append(near)
            pairs.append(_pair(owners, near.candidates, panel.num_items))
    if not said:
        return NO_EVIDENCE
    joined = _join(said)
    is_shared = _count_visitors(pairs, panel.num_items)[joined.candidates]
    return Evidence(
        sources=joined.sources,
        candidates=joined.candidates,
        scores=joined.scores * (is_shared >= MIN_VIEWERS),
    )


def _pair(owners: Integers, candidates: Integers, size: int) -> Integers:
    """Number each pair of a visitor and an item; a visitor is told by one part only."""
    return np.unique(owners.astype(np.int64) * size + candidates)


def _count_visitors(pairs: Sequence[Integers], size: int) -> Integers:
    items = np.concatenate([part % size for part in pairs])
    return np.bincount(items, minlength=size)


def _mix(one: Evidence, other: Evidence) -> Evidence:
    """Join two, each with half of the say."""
    return _join([_normalise(one), _normalise(other)])


def _normalise(evidence: Evidence) -> Evidence:
    total = float(np.sum(evidence.scores))
    scores: Floats = evidence.scores / (total or 1.0)
    return Evidence(
        sources=evidence.sources, candidates=evidence.candidates, scores=scores
    )


def _join(parts: Sequence[Evidence]) -> Evidence:
    parts = [NO_EVIDENCE, *parts]
    return Evidence(
        sources=np.concatenate([part.sources for part in parts]),
        candidates=np.concatenate([part.candidates for part in parts]),
        scores=np.concatenate([part.scores for part in parts]),
    )
