from __future__ import annotations

from collections.abc import Collection

import numpy as np

from personalize.engine.arrays import Integers, Texts


class ItemIndex:
    """Item ids as a sorted array: their numbers are their places in it."""

    def __init__(self, ids: Texts) -> None:
        self.ids = ids

    def __len__(self) -> int:
        return len(self.ids)

    def find(self, item_ids: Collection[str]) -> Integers:
        """Return the number of each id; -1 for an id that is not known."""
        if not len(self.ids):
            return np.full(len(item_ids), -1)
        # The array's own form: another would have NumPy copy all ids to compare them.
        wanted = np.array(list(item_ids), dtype=self.ids.dtype)
        places = np.searchsorted(self.ids, wanted)
        places[places == len(self.ids)] = 0
        # Compared with the full id: the form above cuts what is longer than all known.
        known = [
            found == item_id
            for found, item_id in zip(self.ids[places], item_ids, strict=True)
        ]
        return np.where(known, places, -1)

    def known(self, item_ids: Collection[str]) -> Integers:
        numbers = self.find(item_ids)
        return numbers[numbers >= 0]

    def id_of(self, number: int) -> str:
        return str(self.ids[number])
