"""What several experts say for the same items, added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Self

import numpy as np

from personalize.engine.arrays import Booleans, Floats, Integers
from personalize.engine.scoring import Evidence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tally:
    """The items that anybody named, and for each expert a row of totals.

    ``leaders`` are the places of those that need nobody to name them.
    """

    items: Integers
    totals: Floats
    leaders: Integers

    @classmethod
    def of(
        cls,
        evidence: Sequence[Sequence[Evidence]],
        leaders: Integers,
        num_items: int,
        allowed: Booleans | None,
    ) -> Self:
        """Add up what is said for the items that are allowed, and for the leaders."""
        # Experts who heard the same neighbours share the array of what those named.
        named = {id(said.candidates): said.candidates for said in chain(*evidence)}
        columns = [leaders, *named.values()]
        items, places = _number(np.concatenate(columns), num_items)
        if allowed is not None:
            items, places = _keep(items, places, allowed[items])
        ends = accumulate(map(len, columns))
        led, *found = [
            places[end - len(column) : end]
            for column, end in zip(columns, ends, strict=True)
        ]
        numbered = dict(zip(named, found, strict=True))
        return cls(
            items=items, totals=_add_up(evidence, numbered, len(items)), leaders=led
        )

    def find_best(self, limit: int) -> Integers:
        """Return the places of what all together think of most, and of the leaders.

        They are in the order of the numbers of the items.
        """
        sums = np.maximum(self.totals.sum(axis=1), 1e-300)
        rough = (1 / sums) @ self.totals
        chosen = rough > 0
        if len(rough) > limit:
            rest = len(rough) - limit
            chosen[rough.argpartition(rest)[:rest]] = False
        chosen[self.leaders] = True
        (places,) = chosen.nonzero()
        best: Integers = places[self.items[places].argsort()]
        return best


def _number(named: Integers, num_items: int) -> tuple[Integers, Integers]:
    """Return the items, each once, and where in them each of those named stands."""
    # Not cleared, since nothing is read that was not written before: the time does not
    # depend on how many items there are.
    places = np.empty(num_items, np.intp)
    numbers = np.arange(len(named))
    places[named] = numbers
    (last,) = (places[named] == numbers).nonzero()
    items = named[last]
    places[items] = numbers[: len(items)]
    return items, places[named]


def _keep(
    items: Integers, places: Integers, kept: Booleans
) -> tuple[Integers, Integers]:
    """Leave items out: their place is the one past the last."""
    renumbered = np.where(kept, np.cumsum(kept) - 1, int(kept.sum()))
    return items[kept], renumbered[places]


def _add_up(
    evidence: Sequence[Sequence[Evidence]], places: dict[int, Integers], size: int
) -> Floats:
    # What was left out falls into a last place, which is cut off.
    totals = np.empty((len(evidence), size + 1))
    for row, said in zip(totals, evidence, strict=True):
        counted = [
            np.bincount(places[id(each.candidates)], each.scores, size + 1)
            for each in said
        ]
        # Nearly always there is one: more come with live events.
        row[:] = sum(counted[1:], counted[0]) if counted else 0.0
    return totals[:, :-1]
