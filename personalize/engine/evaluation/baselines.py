"""What a recommender has to beat before it is worth its cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import numpy as np

from personalize.engine.arrays import Floats
from personalize.engine.evaluation.queries import Query
from personalize.engine.event_log import EventLog

DAY = 86_400.0


class MostPopular:
    """The same list for everybody: what most events are of."""

    def fit(self, log: EventLog) -> Self:
        num_items = len(log.item_ids)
        totals = np.bincount(log.items, self._weigh(log), minlength=num_items)
        order = np.argsort(-totals, kind="stable")
        self.ranked: list[str] = log.sorted_item_ids()[order].tolist()
        return self

    def recommend(
        self, history: Sequence[str], k: int, query: Query | None = None
    ) -> list[str]:
        return self.ranked[:k]

    def _weigh(self, log: EventLog) -> Floats:
        return np.ones(len(log))


class RecentlyPopular(MostPopular):
    """The same, an event counting half as much for every week of its age."""

    def __init__(self, *, half_life_days: float = 7.0) -> None:
        self.half_life = half_life_days * DAY

    def _weigh(self, log: EventLog) -> Floats:
        newest = log.times.max(initial=0.0)
        weights: Floats = np.exp2((log.times - newest) / self.half_life)
        return weights
