from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from personalize.engine.arrays import Array, Booleans, Floats, Integers
from personalize.engine.sequences import Sequences

DAY = 86_400.0
SMALLEST = np.float32(1e-30)
# So many pairs are added up at a time: this bounds the memory beside the parts.
PAIRS_PER_RANGE = 1_000_000


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

    a pair, twice (first * number of items + second) with 1 added where the second came
    before the first; or it is that of an item.
    """

    keys: Integers
    weights: Floats
    visitors: Floats

    def __len__(self) -> int:
        return len(self.keys)

    def take(self, rows: slice) -> Keyed:
        return Keyed(
            keys=self.keys[rows],
            weights=self.weights[rows],
            visitors=self.visitors[rows],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCounts:
    """For pairs of items: the weight of the evidence, and how many visitors gave it."""

    weights: sparse.csr_matrix
    visitors: sparse.csr_matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class Supported:
    """Pairs that enough visitors stand behind: the smaller number of an item first.

    The rows of ``weights`` are for those that came in this order, and in the other.
    """

    pairs: Integers
    weights: Floats
    visitors: Floats


def count_pairs(
    sequences: Sequences,
    num_items: int,
    *,
    decay: Decay,
    now: float,
    backwards: float,
    support: int,
) -> PairCounts:
    """Count pairs that enough visitors stand behind: rows are what came first.

    Each pair counts the other way too, with a part of its weight.
    """
    parts = [_pairs_of(part, num_items, decay, now) for part in sequences.slices()]
    found = _concatenate(
        _find_supported(_join(within), support)
        for within in _cut_alike(parts, num_items)
    )
    first, second = np.divmod(found.pairs, max(num_items, 1))
    keys = np.concatenate([found.pairs, second * num_items + first])
    order = np.argsort(keys)
    both = found.weights + np.float32(backwards) * found.weights[::-1]
    visitors = np.tile(found.visitors, 2)
    return PairCounts(
        weights=_make_square(keys[order], both.ravel()[order], num_items),
        visitors=_make_square(keys[order], visitors[order], num_items),
    )


def _make_square(keys: Integers, values: Floats, size: int) -> sparse.csr_matrix:
    rows, columns = np.divmod(keys, max(size, 1))
    starts = np.searchsorted(rows, np.arange(size + 1))
    return sparse.csr_matrix(
        (values, columns.astype(np.int32), starts), shape=(size, size)
    )


def _concatenate(parts: Iterable[Supported]) -> Supported:
    kept = list(parts)
    return Supported(
        pairs=np.concatenate([part.pairs for part in kept]),
        weights=np.hstack([part.weights for part in kept]),
        visitors=np.concatenate([part.visitors for part in kept]),
    )


def _cut_alike(parts: Sequence[Keyed], num_items: int) -> Iterator[list[Keyed]]:
    """Cut the parts at the same pairs, and yield what lies in between."""
    number = sum(map(len, parts)) // PAIRS_PER_RANGE + 1
    bounds = 2 * np.linspace(0, num_items**2, number + 1).astype(np.int64)
    cuts = [np.searchsorted(part.keys, bounds).tolist() for part in parts]
    for n in range(number):
        yield [
            part.take(slice(cut[n], cut[n + 1]))
            for part, cut in zip(parts, cuts, strict=True)
        ]


def _find_supported(counted: Keyed, support: int) -> Supported:
    pairs, is_first = counted.keys >> 1, _changes(counted.keys >> 1)
    starts = np.flatnonzero(is_first)
    ways = np.zeros((2, len(starts)), np.float32)
    ways[counted.keys & 1, np.cumsum(is_first) - 1] = counted.weights
    visitors = _sum_from(counted.visitors, starts)
    kept = visitors >= support
    return Supported(
        pairs=pairs[starts][kept], weights=ways[:, kept], visitors=visitors[kept]
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
    pairs = heaviest.keys % (2 * num_items**2)
    return _add_up(pairs, heaviest.weights, heaviest.visitors)


def _join(parts: Sequence[Keyed]) -> Keyed:
    return _add_up(
        np.concatenate([np.empty(0, np.int64), *(part.keys for part in parts)]),
        np.concatenate([np.empty(0, np.float32), *(part.weights for part in parts)]),
        np.concatenate([np.empty(0, np.float32), *(part.visitors for part in parts)]),
    )


def _add_up(keys: Integers, weights: Floats, visitors: Floats) -> Keyed:
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    starts = np.flatnonzero(_changes(keys))
    return Keyed(
        keys=keys[starts],
        weights=_sum_from(weights[order], starts),
        visitors=_sum_from(visitors[order], starts),
    )


def _sum_from(values: Floats, starts: Integers) -> Floats:
    """Add up the values from each start to the next."""
    # NumPy refuses to add up nothing.
    return np.add.reduceat(values, starts) if len(starts) else values


def _changes(keys: Integers) -> Booleans:
    """Say of each place whether its key differs from the one before."""
    changes: Booleans = np.diff(keys, prepend=-1) != 0
    return changes


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
        low, high = np.minimum(left, right), np.maximum(left, right)
        keys = 2 * ((visitors[first] * num_items + low) * num_items + high)
        if decay.ordered:
            keys += left > right
        gaps = decay.of_gap(lag, part.times[second] - part.times[first])
        weights = strength[first] * strength[second] * gaps
        # Sparse matrices forget zeros: a pair that lies decades apart is one still.
        yield keys, np.maximum(weights, SMALLEST)
