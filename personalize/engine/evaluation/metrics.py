"""How good a ranked list is when some items are right and all others are not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from math import log2
from typing import Self

import numpy as np

from personalize.engine.evaluation.queries import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Where in a list the targets stand, the first place being 0."""

    places: tuple[int, ...]
    num_targets: int

    @classmethod
    def find(cls, ranked: Sequence[str], targets: Collection[str]) -> Self:
        wanted = set(targets)
        places = tuple(n for n, item_id in enumerate(ranked) if item_id in wanted)
        return cls(places=places, num_targets=len(wanted))

    def count(self, k: int) -> int:
        return sum(place < k for place in self.places)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The mean of a measure over all queries, and how far chance may move it."""

    measure: str
    mean: float
    standard_error: float

    @classmethod
    def of(cls, measure: str, values: Sequence[float]) -> Self:
        error = float(np.std(values)) / len(values) ** 0.5
        return cls(measure=measure, mean=float(np.mean(values)), standard_error=error)


def get_list(ranked: Iterable[str], query: Query, k: int) -> list[str]:
    """Cut to what counts: no item twice, none of a history that is to be dropped."""
    dropped = frozenset(query.history if query.drop_history else ())
    fresh = dict.fromkeys(item_id for item_id in ranked if item_id not in dropped)
    return list(islice(fresh, k))


def measure(name: str, hits: Hits) -> float:
    """Compute a measure by its name, as ``ndcg@10``."""
    kind, _, depth = name.partition("@")
    return MEASURES[kind](hits, int(depth))


def ndcg(hits: Hits, k: int) -> float:
    """Give a hit less the further down it is; 1 when the list could not be better."""
    gain = sum(_discount(place) for place in hits.places if place < k)
    return gain / _best_gain(min(hits.num_targets, k))


def ndcg_of_list(hits: Hits, k: int) -> float:
    """As Amazon Personalize has it: 1 when the hits of the list are at its top.

    Its ideal is the same list sorted by relevance, however many targets it missed.
    """
    found = hits.count(k)
    gain = sum(_discount(place) for place in hits.places if place < k)
    return gain / _best_gain(found) if found else 0.0


def precision(hits: Hits, k: int) -> float:
    """What part of the list is right, places left empty being wrong."""
    return hits.count(k) / k


def recall(hits: Hits, k: int) -> float:
    """What part of the targets is in the list."""
    return hits.count(k) / hits.num_targets


def hit_rate(hits: Hits, k: int) -> float:
    """Whether anything in the list is right."""
    return float(hits.count(k) > 0)


def reciprocal_rank(hits: Hits, k: int) -> float:
    """Divide one by the place of the first hit, counted from 1."""
    return 1 / (hits.places[0] + 1) if hits.count(k) else 0.0


MEASURES: dict[str, Callable[[Hits, int], float]] = {
    "ndcg": ndcg,
    "ndcg_of_list": ndcg_of_list,
    "precision": precision,
    "recall": recall,
    "hr": hit_rate,
    "mrr": reciprocal_rank,
}


@cache
def _discount(place: int) -> float:
    return 1 / log2(place + 2)


@cache
def _best_gain(num_hits: int) -> float:
    return sum(_discount(place) for place in range(num_hits))
