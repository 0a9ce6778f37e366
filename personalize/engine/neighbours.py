from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy import sparse

from personalize.engine.arrays import Array, Floats, Integers, spread

NO_COUNTS = np.empty(0, np.int32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """For each item the items that go with it best, as the arrays of a CSR matrix.

    ``counts``, where they are known, say how many visitors stand behind each pair.
    """

    starts: Integers
    items: Integers
    scores: Floats
    counts: Integers

    def span(self, item: int) -> slice:
        return slice(int(self.starts[item]), int(self.starts[item + 1]))

    @property
    def num_pairs(self) -> int:
        return len(self.items)

    def rows_of(self, items: Integers) -> tuple[Integers, Integers]:
        """Return where the neighbours of these items stand, and how many each has.

        Items that came after the training have none, nor has the number -1 of no item.
        """
        known = np.minimum(np.maximum(items, 0), len(self.starts) - 2)
        firsts = self.starts[known]
        lengths = (self.starts[known + 1] - firsts) * (known == items)
        return spread(firsts, firsts + lengths), lengths

    def counts_of(self, items: Integers, others: Integers) -> Integers:
        """How many visitors had an item and the other, pair by pair.

        0 where they are no neighbours, or where it was not counted.
        """
        found = np.zeros(len(items), np.int64)
        if len(self.counts):
            rows, lengths = self.rows_of(items)
            pairs = np.arange(len(items)).repeat(lengths)
            (met,) = (self.items[rows] == others[pairs]).nonzero()
            found[pairs[met]] = self.counts[rows[met]]
        return found

    @classmethod
    def from_arrays(cls, name: str, arrays: Mapping[str, Array]) -> Self:
        """Read what to_arrays() gave; KeyError when a part is missing."""
        return cls(**{part: arrays[f"{name}.{part}"] for part in cls.__slots__})

    def to_arrays(self, name: str) -> dict[str, Array]:
        return {f"{name}.{part}": getattr(self, part) for part in self.__slots__}


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalisation:
    """score(i, j) = weight(i, j) / (mass(i)^a * mass(j)^b + shrinkage)

    a = b = 1/2 is the cosine; a smaller b lets popular items j rank higher. Shrinkage
    keeps a chance meeting of two rare items from looking like a law.
    """

    own_power: float
    other_power: float
    shrinkage: float

    def apply(self, weights: sparse.csr_matrix, masses: Floats) -> sparse.csr_matrix:
        rows = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
        expected = masses[rows] ** self.own_power
        expected *= masses[weights.indices] ** self.other_power
        scores = weights.data / (expected + self.shrinkage)
        return sparse.csr_matrix(
            (scores, weights.indices, weights.indptr), shape=weights.shape
        )


def best_neighbours(
    scores: sparse.csr_matrix, limit: int, counts: Floats | None = None
) -> Neighbours:
    """Keep the ``limit`` best of each row, best first."""
    rows = np.repeat(np.arange(scores.shape[0]), np.diff(scores.indptr))
    # The bits of positive floats sort as the floats do: one number sorts by row, then
    # by score downwards.
    bits = scores.data.astype(np.float32).view(np.uint32)
    order = np.argsort((rows.astype(np.uint64) << np.uint64(32)) | ~bits)
    rank = np.arange(len(order)) - scores.indptr[rows]
    kept = rank < limit
    starts = np.zeros(scores.shape[0] + 1, np.int64)
    np.cumsum(np.bincount(rows[kept], minlength=scores.shape[0]), out=starts[1:])
    return Neighbours(
        starts=starts,
        items=scores.indices[order][kept].astype(np.int32),
        scores=scores.data[order][kept].astype(np.float32),
        counts=NO_COUNTS if counts is None else counts[order][kept].astype(np.int32),
    )
