"""What all visitors do now: counts in which the past fades at three speeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from personalize.engine.arrays import Array, Booleans, Floats, Integers
from personalize.engine.events import Events

# A half-life is the time in which this share of all events was the newest: a shop's own
# clock, whether it has ten events a day or ten thousand.
SHARES = (0.02, 0.1, 0.4)
MIN_HALF_LIFE = 600.0
# How many of the most popular at each speed are always among the candidates.
LEADERS = 50


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Popularity:
    """Counts of each item, as of the time ``now``: a row for each half-life."""

    now: float
    half_lives: Floats
    counts: Floats

    @classmethod
    def of(cls, events: Events, num_items: int) -> Self:
        now = float(events.times.max(initial=0))
        half_lives = find_half_lives(events.times)
        counts = [
            np.bincount(
                events.items,
                events.weights * np.exp2((events.times - now) / half_life),
                minlength=num_items,
            )
            for half_life in half_lives.tolist()
        ]
        return cls(now=now, half_lives=half_lives, counts=np.array(counts))

    def add(self, events: Events, num_items: int) -> Popularity:
        """Count later events too, as of the time of the newest."""
        now = max(self.now, float(events.times.max(initial=0)))
        added = [
            np.bincount(
                events.items,
                events.weights * np.exp2((events.times - now) / half_life),
                minlength=num_items,
            )
            for half_life in self.half_lives.tolist()
        ]
        faded = self.counts * np.exp2((self.now - now) / self.half_lives)[:, np.newaxis]
        width = num_items - self.counts.shape[1]
        counts = np.pad(faded, ((0, 0), (0, width))) + np.array(added)
        return Popularity(now=now, half_lives=self.half_lives, counts=counts)

    def leaders(self, allowed: Booleans | None = None) -> Integers:
        """Return the items with the highest counts at any speed."""
        places = np.arange(self.counts.shape[1])
        if allowed is not None:
            places = np.flatnonzero(allowed)
        limit = min(LEADERS, len(places))
        if not limit:
            return places
        best = np.argpartition(-self.counts[:, places], limit - 1, axis=1)
        return np.unique(places[best[:, :limit]])

    def growth(self) -> Floats:
        """How surely each item rose of late: in standard deviations of chance.

        (now - expected) / sqrt(expected + 1), where what was expected is the item's
        share of the middle past, of as many events as there are of late.
        """
        late, middle = self.counts[0], self.counts[1]
        expected = middle * (late.sum() / max(float(middle.sum()), 1e-9))
        return np.asarray((late - expected) / np.sqrt(expected + 1.0), np.float64)

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, Array]) -> Self:
        return cls(
            now=float(arrays["popularity.now"][0]),
            half_lives=arrays["popularity.half_lives"],
            counts=arrays["popularity.counts"],
        )

    def to_arrays(self) -> dict[str, Array]:
        return {
            "popularity.now": np.array([self.now]),
            "popularity.half_lives": self.half_lives,
            "popularity.counts": self.counts,
        }


def find_half_lives(times: Array) -> Floats:
    """Return the times back to which the newest 2, 10 and 40 % of events reach."""
    if not len(times):
        return np.full(len(SHARES), MIN_HALF_LIFE)
    ages = times.max() - np.quantile(times, [1 - share for share in SHARES])
    half_lives: Floats = np.maximum(ages, MIN_HALF_LIFE)
    return half_lives
