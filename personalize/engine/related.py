"""What goes with an item, each kind by the evidence that suits it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from personalize.engine.arrays import Integers
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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Related:
    """What the items asked about say for others, all of them together."""

    asked: Integers
    kind: Kind
    evidence: Evidence


def relate(panel: Panel, items: Integers, kind: Kind) -> Related:
    return Related(asked=items, kind=kind, evidence=_relate(panel, items, kind))


def _relate(panel: Panel, items: Integers, kind: Kind) -> Evidence:
    knowledge, weights = panel.knowledge, np.ones(len(items))
    if kind is Kind.BOUGHT:
        return gather(knowledge.bought, items, weights)
    seen = [gather(knowledge.viewed, items, weights), _live(panel, items)]
    if kind is Kind.VIEWED:
        return _mix(*seen)
    return _mix(_mix(*seen), gather(knowledge.alike, items, weights))


def _live(panel: Panel, items: Integers) -> Evidence:
    """What several visitors saw beside an item, as of this second."""
    said = [_live_of(panel, item) for item in items.tolist()]
    return _join(
        replace(each, sources=np.full(len(each.sources), place))
        for place, each in enumerate(said)
    )


def _live_of(panel: Panel, item: int) -> Evidence:
    situation = describe([item], [1.0], age=0.0, now=panel.popularity.now)
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
    return replace(joined, scores=joined.scores * (is_shared >= MIN_VIEWERS))


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
    return replace(evidence, scores=evidence.scores / (total or 1.0))


def _join(parts: Iterable[Evidence]) -> Evidence:
    parts = [NO_EVIDENCE, *parts]
    return Evidence(
        sources=np.concatenate([part.sources for part in parts]),
        candidates=np.concatenate([part.candidates for part in parts]),
        scores=np.concatenate([part.scores for part in parts]),
    )
