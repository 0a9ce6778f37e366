"""The items as they are known at one moment, and which of them a list may hold."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from personalize.engine.arrays import Booleans, Floats, Integers
from personalize.engine.choosing import pick_best
from personalize.engine.experts import Panel
from personalize.engine.features import ItemFilter
from personalize.engine.scoring import Action

# Of visitors who bought an item, so many must have bought it again for it to be offered
# once more to somebody who did.
REBUY_RATE = 0.3
# This share of the items, those that were added last, are the new ones; at least so
# many times those that are wanted.
NEW_SHARE = 0.05
NEW_POOL = 5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Assortment:
    """Numbers the items as a panel does, whatever is learnt meanwhile."""

    panel: Panel

    def __len__(self) -> int:
        return self.panel.num_items

    def find(self, item_ids: Collection[str]) -> Integers:
        """Return the number of each id; -1 for an id the panel does not know."""
        if not item_ids:
            return np.empty(0, np.int64)
        numbers = self.panel.knowledge.items.find(item_ids)
        numbers[numbers >= len(self)] = -1
        return numbers

    def find_known(self, item_ids: Collection[str]) -> Integers:
        numbers = self.find(item_ids)
        return numbers[numbers >= 0]

    def allow(self, among: ItemFilter) -> Booleans | None:
        """Say of each item whether the filter lets it pass; None if it lets all."""
        if not among:
            return None
        allowed = np.zeros(len(self), np.bool_)
        # Of items that came after the training it is not known.
        mask = self.panel.knowledge.facts.mask(among)
        allowed[: len(mask)] = mask
        return allowed

    def allow_only(self, numbers: Integers) -> Booleans:
        allowed = np.zeros(len(self), np.bool_)
        allowed[numbers] = True
        return allowed

    def find_done(self, history: Sequence[Action], numbers: Integers) -> Integers:
        """Return the items of a history that are not to be offered again.

        ``numbers`` are those of the history's items, -1 where one is not known.
        """
        done = numbers[numbers >= 0]
        bought = [
            number
            for number, one in zip(numbers.tolist(), history, strict=True)
            if number >= 0 and one.event_type == "Purchase"
        ]
        if not bought:
            return done
        again = self._bought_again(np.array(bought))
        return done[~np.isin(done, again)] if len(again) else done

    def _bought_again(self, numbers: Integers) -> Integers:
        rates = self.panel.knowledge.rebuy_rates
        numbers = numbers[numbers < len(rates)]
        return numbers[rates[numbers] >= REBUY_RATE]

    def pick_popular(
        self, limit: int, unwanted: Integers, among: ItemFilter
    ) -> Integers:
        """Return the items that most visitors do, also those that nobody has seen."""
        allowed = self.allow(among)
        numbers = np.arange(len(self)) if allowed is None else np.flatnonzero(allowed)
        numbers = numbers[~np.isin(numbers, unwanted)]
        counts = self.panel.popularity.counts[-1]
        return numbers[pick_best(counts[numbers], limit)]

    def pick_new(self, scores: Floats, limit: int, among: ItemFilter) -> Integers:
        """Of the items that were added last, return those with the highest scores.

        ``scores`` is negative for those that are not wanted.
        """
        added = self.panel.knowledge.facts.added
        is_new = ~np.isnan(added) & (scores[: len(added)] >= 0)
        allowed = self.allow(among)
        if allowed is not None:
            is_new &= allowed[: len(added)]
        dated = np.flatnonzero(is_new)
        pool_size = max(NEW_POOL * limit, int(NEW_SHARE * len(added)))
        newest = dated[pick_best(added[dated], pool_size)]
        return newest[pick_best(scores[newest], limit)]
