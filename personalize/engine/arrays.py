from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Integers: TypeAlias = NDArray[np.integer[Any]]
Floats: TypeAlias = NDArray[np.floating[Any]]
Booleans: TypeAlias = NDArray[np.bool_]
Texts: TypeAlias = NDArray[np.str_]
Bytes: TypeAlias = NDArray[np.uint8]
Array: TypeAlias = NDArray[Any]


def spread(firsts: Integers, ends: Integers) -> Integers:
    """Return the numbers of several ranges, one range after the other."""
    lengths = ends - firsts
    offsets = lengths.cumsum() - lengths
    rows: Integers = (firsts - offsets).repeat(lengths)
    rows += np.arange(len(rows))
    return rows


def fade(size: int, decay: float) -> Floats:
    """Return weights from 1 on, each lower than the one before: 1/e after ``decay``."""
    weights: Floats = np.exp(-np.arange(size) / decay)
    return weights


def mark(numbers: Integers, size: int) -> Booleans:
    """Say of each number below ``size`` whether it is one of these."""
    marks = np.zeros(size, np.bool_)
    marks[numbers] = True
    return marks
