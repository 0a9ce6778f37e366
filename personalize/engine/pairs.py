from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
from scipy import sparse

from personalize.engine.arrays import Array, Booleans, Floats, Integers
from personalize.engine.sequences import Sequences

DAY = 86_400.0
SMALLEST = np.float32(1e-30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decay:
    """How evidence loses weight: with its age, and with what lies between two items.

    Where they are not ``ordered``, it does not matter which of two items came first.
    """

    half_life_days: float
    gap_half_life_days: float
    lag_power: float
    window: int
    ordered: bool = True

    def of_age(self, seconds: Array) -> Floats:
        ages = np.maximum(seconds, 0) / DAY
        return np.exp2(-ages / self.half_life_days).astype(np.float32)

    def of_gap(self, lag: int, seconds: Array) -> Floats:
        gaps = np.exp2(-seconds / DAY / self.gap_half_life_days)
        return np.asarray(gaps * lag**-self.lag_power, np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyed:
    """By number, sorted: the weight, and from how many visitors. The number is that of

    a pair (row * number of items + column), or of an item.
    """

    keys: Integers
    weights: Floats
    visitors: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCounts:
    """For pairs of items: the weight of the evidence, and how many visitors gave it.

    Rows are what came first.
    """

    weights: sparse.csr_matrix
    visitors: sparse.csr_matrix

    def undirected(self, *, backwards: float) -> PairCounts:
        """Let each pair count the other way too, with this part of its weight."""
        return PairCounts(
            weights=_add_transposed(self.weights, backwards),
            visitors=_add_transposed(self.visitors, 1.0),
        )

    def with_support(self, min_visitors: int) -> PairCounts:
        """Keep the pairs that enough different visitors stand behind."""
        kept = self.visitors.data >= min_visitors
        return PairCounts(
            weights=_keep(self.weights, kept), visitors=_keep(self.visitors, kept)
        )


def count_pairs(
    sequences: Sequences, num_items: int, *, decay: Decay, now: float
) -> PairCounts:
    parts = [_pairs_of(part, num_items, decay, now) for part in sequences.slices()]
    return _sum_up(parts, num_items)


def _sum_up(parts: list[Keyed], num_items: int) -> PairCounts:
    """Add up the parts, each of which has a pair once for each visitor."""
    while len(parts) > 1:
        # Neighbours by twos: each pair is copied as often as the halves are halved.
        halves = zip_longest(parts[::2], parts[1::2])
        parts = [_merge(one, other) for one, other in halves]
    keys, weights, visitors = (
        (parts[0].keys, parts[0].weights, parts[0].visitors)
        if parts
        else (np.empty(0, np.int64), np.empty(0, np.float32), np.empty(0, np.float32))
    )
    rows, columns = np.divmod(keys, max(num_items, 1))
    starts = np.searchsorted(rows, np.arange(num_items + 1))
    shape = (num_items, num_items)
    columns = columns.astype(np.int32)
    return PairCounts(
        weights=sparse.csr_matrix((weights, columns, starts), shape=shape),
        visitors=sparse.csr_matrix((visitors, columns, starts), shape=shape),
    )


def _add_transposed(matrix: sparse.csr_matrix, share: float) -> sparse.csr_matrix:
    both = (matrix + share * matrix.T.tocsr()).tocsr()
    both.sort_indices()
    return both


def _keep(matrix: sparse.csr_matrix, kept: Booleans) -> sparse.csr_matrix:
    counts = np.append(0, np.cumsum(kept))[matrix.indptr]
    return sparse.csr_matrix(
        (matrix.data[kept], matrix.indices[kept], counts), shape=matrix.shape
    )


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
    keys = np.concatenate([np.empty(0, np.int64), *(keys for keys, _ in found)])
    weights = [np.empty(0, np.float32), *(weights for _, weights in found)]
    heaviest = _heaviest(keys, np.concatenate(weights))
    return _add_up(heaviest.keys % num_items**2, heaviest.weights, heaviest.visitors)


def _merge(one: Keyed, other: Keyed | None) -> Keyed:
    if other is None:
        return one
    return _add_up(
        np.concatenate([one.keys, other.keys]),
        np.concatenate([one.weights, other.weights]),
        np.concatenate([one.visitors, other.visitors]),
    )


def _add_up(keys: Integers, weights: Floats, visitors: Floats) -> Keyed:
    if not len(keys):
        return Keyed(keys=keys, weights=weights, visitors=visitors)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    return Keyed(
        keys=keys[starts],
        weights=np.add.reduceat(weights[order], starts),
        visitors=np.add.reduceat(visitors[order], starts),
    )


def _heaviest(keys: Integers, weights: Floats) -> Keyed:
    """Keep the largest weight of each key."""
    if not len(keys):
        return Keyed(keys=keys, weights=weights, visitors=weights)
    order = np.argsort(keys)
    starts = np.flatnonzero(np.diff(keys[order], prepend=-1))
    return Keyed(
        keys=keys[order][starts],
        weights=np.maximum.reduceat(weights[order], starts),
        visitors=np.ones(len(starts), np.float32),
    )


def _lagged(
    part: Sequences, num_items: int, decay: Decay, now: float
) -> Iterator[tuple[Integers, Floats]]:
    """For each distance in a sequence: a key of visitor and pair, and its weight."""
    visitors = np.cumsum(np.diff(part.visitors, prepend=-1) != 0)
    strength = np.sqrt(part.weights * decay.of_age(now - part.times)).astype(np.float32)
    for lag in range(1, min(decay.window + 1, len(part))):
        first = np.flatnonzero(part.groups[lag:] == part.groups[:-lag])
        if not len(first):
            return
        second = first + lag
        left, right = part.items[first], part.items[second]
        if not decay.ordered:
            left, right = np.minimum(left, right), np.maximum(left, right)
        keys = (visitors[first] * num_items + left) * num_items + right
        gaps = decay.of_gap(lag, part.times[second] - part.times[first])
        weights = strength[first] * strength[second] * gaps
        # Sparse matrices forget zeros: a pair that lies decades apart is one still.
        yield keys, np.maximum(weights, SMALLEST)
