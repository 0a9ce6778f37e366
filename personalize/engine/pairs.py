from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from personalize.engine.arrays import Array, Floats, Integers
from personalize.engine.sequences import Sequences

DAY = 86_400.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decay:
    """How evidence loses weight: with its age, and with what lies between two items."""

    half_life_days: float
    gap_half_life_days: float
    lag_power: float
    window: int

    def of_age(self, seconds: Array) -> Floats:
        ages = np.maximum(seconds, 0) / DAY
        return np.exp2(-ages / self.half_life_days).astype(np.float32)

    def of_gap(self, lag: int, seconds: Array) -> Floats:
        gaps = np.exp2(-seconds / DAY / self.gap_half_life_days)
        return np.asarray(gaps * lag**-self.lag_power, np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """Weights by number: of a pair (row * number of items + column), or of an item."""

    keys: Integers
    weights: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCounts:
    """For pairs of items: the weight of the evidence, and how many visitors gave it."""

    weights: sparse.csr_matrix
    visitors: sparse.csr_matrix

    def with_support(self, min_visitors: int) -> sparse.csr_matrix:
        """Weights of the pairs that enough different visitors stand behind."""
        weights = self.weights.copy()
        weights.data[self.visitors.data < min_visitors] = 0
        weights.eliminate_zeros()
        return weights


def count_pairs(
    sequences: Sequences, num_items: int, *, decay: Decay, now: float
) -> PairCounts:
    shape = (num_items, num_items)
    weights = sparse.csr_matrix(shape, dtype=np.float32)
    visitors = sparse.csr_matrix(shape, dtype=np.float32)
    for part in sequences.slices():
        pairs = _pairs_of(part, num_items, decay, now)
        positions = np.divmod(pairs.keys, num_items)
        ones = np.ones(len(pairs.keys), np.float32)
        weights += sparse.csr_matrix((pairs.weights, positions), shape=shape)
        visitors += sparse.csr_matrix((ones, positions), shape=shape)
    return PairCounts(weights=_both_ways(weights), visitors=_both_ways(visitors))


def _both_ways(matrix: sparse.csr_matrix) -> sparse.csr_matrix:
    both = (matrix + matrix.T).tocsr()
    both.sort_indices()
    return both


def item_masses(
    sequences: Sequences, num_items: int, *, decay: Decay, now: float
) -> Floats:
    """How much evidence there is of each item, each visitor counting once."""
    weights = sequences.weights * decay.of_age(now - sequences.times)
    heaviest = _heaviest(sequences.visitors * num_items + sequences.items, weights)
    items = heaviest.keys % num_items
    masses = np.bincount(items, weights=heaviest.weights, minlength=num_items)
    return masses.astype(np.float32)


def _pairs_of(part: Sequences, num_items: int, decay: Decay, now: float) -> Keyed:
    """Pairs within the groups of this part, each visitor saying a pair only once."""
    found = list(_lagged(part, num_items, decay, now))
    keys = [np.empty(0, np.int64), *(one.keys for one in found)]
    weights = [np.empty(0, np.float32), *(one.weights for one in found)]
    heaviest = _heaviest(np.concatenate(keys), np.concatenate(weights))
    return Keyed(keys=heaviest.keys % num_items**2, weights=heaviest.weights)


def _heaviest(keys: Integers, weights: Floats) -> Keyed:
    """Keep the largest weight of each key."""
    if not len(keys):
        return Keyed(keys=keys, weights=weights)
    order = np.argsort(keys)
    starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    return Keyed(
        keys=keys[order][starts], weights=np.maximum.reduceat(weights[order], starts)
    )


def _lagged(
    part: Sequences, num_items: int, decay: Decay, now: float
) -> Iterator[Keyed]:
    """For each distance in a sequence: a key of visitor and pair, and its weight."""
    visitors = np.cumsum(np.diff(part.visitors, prepend=-1) != 0)
    strength = np.sqrt(part.weights * decay.of_age(now - part.times))
    for lag in range(1, min(decay.window + 1, len(part))):
        first = np.flatnonzero(part.groups[lag:] == part.groups[:-lag])
        if not len(first):
            return
        second = first + lag
        left, right = part.items[first], part.items[second]
        low, high = np.minimum(left, right), np.maximum(left, right)
        keys = (visitors[first] * num_items + low) * num_items + high
        gaps = decay.of_gap(lag, part.times[second] - part.times[first])
        yield Keyed(keys=keys, weights=strength[first] * strength[second] * gaps)
