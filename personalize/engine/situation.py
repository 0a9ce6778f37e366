"""What is known of a visitor at the moment of a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from personalize.engine.arrays import Floats, Integers
from personalize.engine.event_log import EVENT_WEIGHTS
from personalize.engine.scoring import Action

# A pause that ends a visit, in seconds: what web analytics agreed on.
VISIT_GAP = 1800.0
# With at most so many items somebody is new to us; with more than the second, well
# known.
FEW_ITEMS = 2
MANY_ITEMS = 8
# How many of the latest items are asked about.
MAX_ITEMS = 30


class Context(IntEnum):
    """How much is known of a visitor; each has its own trust in the experts."""

    NEWCOMER = 0
    VISIT = 1
    LONG_VISIT = 2
    RETURN = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Situation:
    """The visitor's items, each once, newest first; ``times`` counts them all.

    ``weights`` are those of the heaviest action, ``age`` the seconds since the latest.
    """

    items: Integers
    weights: Floats
    times: Integers
    age: float
    now: float
    visitor: int = 0

    @property
    def context(self) -> Context:
        # Whoever comes back may be after something quite different.
        if self.age > VISIT_GAP or not len(self.items):
            return Context.RETURN
        if len(self.items) <= FEW_ITEMS:
            return Context.NEWCOMER
        return Context.VISIT if len(self.items) <= MANY_ITEMS else Context.LONG_VISIT


def describe(
    items: Sequence[int],
    weights: Sequence[float],
    *,
    age: float,
    now: float,
    visitor: int = 0,
) -> Situation:
    """Make a situation of events, newest first, with numbers of items, some unknown."""
    heaviest, times = dict[int, float](), dict[int, int]()
    for number, weight in zip(items, weights, strict=True):
        times[number] = times.get(number, 0) + 1
        if weight > heaviest.get(number, -1.0):
            heaviest[number] = weight
    heaviest.pop(-1, None)
    latest = list(heaviest)[:MAX_ITEMS]
    return Situation(
        items=np.array(latest, np.int64),
        weights=np.array(list(heaviest.values())[:MAX_ITEMS], np.float64),
        times=np.array([times[number] for number in latest], np.int64),
        age=age,
        now=now,
        visitor=visitor,
    )


def weigh_actions(actions: Sequence[Action]) -> list[float]:
    return [EVENT_WEIGHTS.get(one.event_type, 0.0) for one in actions]
