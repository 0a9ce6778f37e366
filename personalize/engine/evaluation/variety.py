"""Whether everybody is shown the same few items that everybody knows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import log2
from typing import Self

import numpy as np

from personalize.engine.evaluation.timeline import Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Surprise:
    """How many bits it tells to meet an item: -log2 of the share of its visitors."""

    bits: Mapping[str, float]
    bits_of_unknown: float

    @classmethod
    def of(cls, train: Timeline) -> Self:
        num_items = len(train.names.items)
        num_visitors = max(len(train.names.visitors), 1)
        pairs = np.unique(train.visitors * num_items + train.items)
        visitors = np.bincount(pairs % max(num_items, 1), minlength=num_items)
        bits = np.log2(num_visitors / visitors).tolist()
        # An item nobody met is as surprising as one that a single visitor did.
        return cls(
            bits=dict(zip(train.names.items.tolist(), bits, strict=True)),
            bits_of_unknown=log2(num_visitors),
        )

    def __len__(self) -> int:
        return len(self.bits)

    def of_item(self, item_id: str) -> float:
        return self.bits.get(item_id, self.bits_of_unknown)


class Variety:
    """Counts what lists show."""

    def __init__(self, surprise: Surprise) -> None:
        self._surprise = surprise
        self._shown: Counter[str] = Counter()
        self._lengths: Counter[int] = Counter()

    def add(self, ranked: Collection[str]) -> None:
        self._shown.update(ranked)
        self._lengths[len(ranked)] += 1

    @property
    def coverage(self) -> float:
        """How many of the items that could be learnt are in a list."""
        return len(self._shown) / max(len(self._surprise), 1)

    @property
    def novelty(self) -> float:
        """The bits that an item of a list tells on average."""
        bits = [self._surprise.of_item(each) * n for each, n in self._shown.items()]
        return sum(bits) / max(self._shown.total(), 1)

    def count_shorter_than(self, length: int) -> int:
        return sum(count for short, count in self._lengths.items() if short < length)
