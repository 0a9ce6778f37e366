"""Times as a few dozen sizes, by which percentiles stay true to a tenth."""

from __future__ import annotations

import math
from collections.abc import Mapping

# Each size is so much longer than the one before.
STEP = 1.2
SHORTEST, LONGEST = 0.1, 60_000.0


def bucket_of(milliseconds: float) -> float:
    """Return the size that stands for this time, at most a tenth off."""
    within = min(max(milliseconds, SHORTEST), LONGEST)
    steps = round(math.log(within, STEP))
    return float(f"{STEP**steps:.3g}")


def get_percentile(counts: Mapping[float, int], percent: float) -> float:
    """Return the size below or at which so many per cent of the times are."""
    wanted = sum(counts.values()) * percent / 100
    reached = 0
    for size in sorted(counts):
        reached += counts[size]
        if reached >= wanted:
            return size
    return 0.0
