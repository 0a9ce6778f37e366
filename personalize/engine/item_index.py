from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Self

import numpy as np

from personalize.engine.arrays import Integers, Texts

# So many ids a running process numbers beside those of the training: made-up ones must
# not fill its memory.
MAX_ADDED = 50_000
# NumPy cuts NULs off the end of a text: an id that ends in one is stored with this
# behind it.
AFTER_NUL = "\uf8ff"


class ItemIndex:
    """Item ids as a sorted array: their numbers are their places in it.

    Ids that are added later get the numbers after these.
    """

    def __init__(self, ids: Texts) -> None:
        self.ids = ids
        self._added: dict[str, int] = {}
        self._added_ids: list[str] = []

    @classmethod
    def of(cls, item_ids: Iterable[str]) -> Self:
        """Number these ids, in any order, some perhaps named twice."""
        return cls(np.unique(np.array([_protect(each) for each in item_ids], np.str_)))

    def __len__(self) -> int:
        return len(self.ids) + len(self._added_ids)

    def add(self, item_ids: Collection[str]) -> None:
        """Number the ids that are not known, as long as there is room for more.

        Others may go on reading meanwhile.
        """
        numbers = self.find(item_ids).tolist()
        unknown = [
            item_id
            for item_id, number in zip(item_ids, numbers, strict=True)
            if number < 0
        ]
        room = MAX_ADDED - len(self._added)
        for item_id in list(dict.fromkeys(unknown))[:room]:
            # Named first: whoever finds the number can ask for the id.
            self._added_ids.append(item_id)
            self._added[item_id] = len(self) - 1

    def find(self, item_ids: Collection[str]) -> Integers:
        """Return the number of each id; -1 for an id that is not known."""
        numbers = self._find_sorted(item_ids)
        if self._added:
            named = list(item_ids)
            for place in np.flatnonzero(numbers < 0).tolist():
                numbers[place] = self._added.get(named[place], -1)
        return numbers

    def _find_sorted(self, item_ids: Collection[str]) -> Integers:
        if not len(self.ids):
            return np.full(len(item_ids), -1)
        stored = _protect_all(item_ids)
        # The array's own form: another would have NumPy copy all ids to compare them.
        wanted = np.array(stored, dtype=self.ids.dtype)
        places = self.ids.searchsorted(wanted)
        places[places == len(self.ids)] = 0
        # Compared with the full id: the form above cuts what is longer than all known.
        found = self.ids[places].tolist()
        if found == stored:
            return places
        return np.where(_equal(found, stored), places, -1)

    def known(self, item_ids: Collection[str]) -> Integers:
        numbers = self.find(item_ids)
        return numbers[numbers >= 0]

    def ids_of(self, numbers: Integers) -> list[str]:
        """Return the id of each number."""
        count, added = len(self.ids), self._added_ids
        is_trained = numbers < count
        trained = _expose_all(self.ids[numbers[is_trained]].tolist())
        if is_trained.all():
            return trained
        rest = iter(trained)
        return [
            next(rest) if number < count else added[number - count]
            for number in numbers.tolist()
        ]


def _protect_all(item_ids: Collection[str]) -> list[str]:
    if "\0" not in "".join(item_ids):
        return list(item_ids)
    return [_protect(item_id) for item_id in item_ids]


def _expose_all(stored: list[str]) -> list[str]:
    if "\0" not in "".join(stored):
        return stored
    return [_expose(each) for each in stored]


def _equal(ids: list[str], others: list[str]) -> list[bool]:
    return [one == other for one, other in zip(ids, others, strict=True)]


def _protect(item_id: str) -> str:
    return item_id + AFTER_NUL if _ends_in_nul(item_id) else item_id


def _expose(stored: str) -> str:
    return stored[:-1] if _ends_in_nul(stored) else stored


def _ends_in_nul(text: str) -> bool:
    return "\0" in text and text.rstrip(AFTER_NUL).endswith("\0")
