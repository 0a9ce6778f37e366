"""From scores to a list: the best, how varied they are, and what is new among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import TypeVar

import numpy as np

from personalize.engine.arrays import Array, Booleans, Floats, Integers
from personalize.engine.features import ItemFacts
from personalize.engine.neighbours import Neighbours

T = TypeVar("T")

# Variety is sought among so many times the items that are wanted.
POOL = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Dials:
    """Trade accuracy for variety, all off by default.

    ``diversity``, from 0 to 1, is the weight of not being like what is above in the
    list; ``max_per_category`` caps the items of one (most specific) category, 0 for no
    cap, and a list may get shorter by it; ``new_items``, from 0 to 1, is the share of
    places for the items that were added last.
    """

    diversity: float = 0.0
    max_per_category: int = 0
    new_items: float = 0.0

    def __post_init__(self) -> None:
        for name in ("diversity", "new_items"):
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} must be between 0 and 1.")
        if self.max_per_category < 0:
            raise ValueError("max_per_category must not be negative.")


OFF = Dials()


def pick_best(scores: Floats, limit: int) -> Integers:
    """Return the places of the highest scores, best first."""
    limit = min(max(limit, 0), len(scores))
    if not limit:
        return np.arange(0)
    # Negated: among as many zeros as a catalogue has, the highest are found slowly.
    best = (-scores).argpartition(limit - 1)[:limit]
    return best[np.lexsort((best, -scores[best]))]


def vary(
    candidates: Integers,
    scores: Floats,
    limit: int,
    *,
    alike: Neighbours,
    facts: ItemFacts,
    dials: Dials,
) -> Integers:
    """Return places of candidates by maximal marginal relevance, within the cap.

    Each next one has the highest (1-d)·relevance - d·likeness to those chosen before
    (Carbonell & Goldstein, SIGIR 1998). Relevance is the logarithm of the score, 1 for
    the best and 0 for the last of the pool; likeness is that of content.
    """
    # A cap may have to go further down than the pool.
    pool_size = POOL * max(limit, 0)
    pool = pick_best(scores, len(scores) if dials.max_per_category else pool_size)
    gain = (1 - dials.diversity) * _scale(scores[pool], pool_size)
    categories = facts.find_main_categories(candidates[pool])
    chosen: list[int] = []
    nearest = np.zeros(len(pool))
    is_free = np.ones(len(pool), np.bool_)
    while len(chosen) < limit and is_free.any():
        rest = np.where(is_free, gain - dials.diversity * nearest, -np.inf)
        chosen.append(int(np.argmax(rest)))
        likeness = _compare(int(candidates[pool][chosen[-1]]), candidates[pool], alike)
        nearest = np.maximum(nearest, likeness)
        is_free[chosen[-1]] = False
        is_free &= _below_cap(categories, chosen, dials.max_per_category)
    return pool[chosen]


def find_room(listed: Array, new: Array, cap: int) -> Booleans:
    """Say of new items, by category, which fit under the cap into a list of these."""
    if not cap:
        return np.ones(len(new), np.bool_)
    alike = listed[:, np.newaxis] == new
    before = np.tril(new[:, np.newaxis] == new, -1)
    counts = alike.sum(axis=0) + before.sum(axis=1)
    fits: Booleans = (counts < cap) | (new < 0)
    return fits


def mix(listed: Sequence[T], new: Sequence[T], share: float) -> list[T]:
    """Give a share of the places, spread over the list, to what is new."""
    mixed, fresh = list(listed), iter(new)
    for place in range(len(mixed)):
        is_due = floor((place + 1) * share) > floor(place * share)
        if is_due and (one := next(fresh, None)) is not None:
            mixed.insert(place, one)
    return mixed[: len(listed)]


def _scale(scores: Floats, size: int) -> Floats:
    """Return their logarithms: 1 for the first score, 0 for the last of so many."""
    if not len(scores):
        return scores
    logs = np.log(np.maximum(scores, 1e-12))
    last = logs[min(size, len(logs)) - 1]
    scaled: Floats = (logs - last) / (float(logs[0] - last) or 1.0)
    return scaled


def _compare(item: int, items: Integers, alike: Neighbours) -> Floats:
    """Return how like an item the items are; 0 where the table has no pair."""
    likeness = np.zeros(len(items))
    # Items that came after the training have no row.
    if item < len(alike.starts) - 1:
        span = alike.span(item)
        _, mine, theirs = np.intersect1d(items, alike.items[span], return_indices=True)
        likeness[mine] = alike.scores[span][theirs]
    return likeness


def _below_cap(categories: Array, chosen: list[int], cap: int) -> Booleans:
    if not cap:
        return np.ones(len(categories), np.bool_)
    names, counts = np.unique(categories[chosen], return_counts=True)
    full = names[(counts >= cap) & (names >= 0)]
    return ~np.isin(categories, full)
