"""Recommend what goes with what: items seen, or bought, by the same people."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Self

import numpy as np

from personalize.engine.arrays import Array, Floats, Integers
from personalize.engine.event_log import EventLog
from personalize.engine.item_index import ItemIndex
from personalize.engine.model_files import ModelFileError, read_arrays, write_arrays
from personalize.engine.neighbours import Neighbours, Normalisation, best_neighbours
from personalize.engine.pairs import Decay, count_pairs, item_masses
from personalize.engine.quality import Quality
from personalize.engine.scoring import (
    Action,
    Evidence,
    ScoredItem,
    action_weights,
    best_items,
    gather,
)
from personalize.engine.sequences import (
    Sequences,
    basket_sequences,
    visitor_sequences,
)


class Kind(StrEnum):
    """What two items have in common: they were seen, or bought, by the same people."""

    VIEWED = "viewed"
    BOUGHT = "bought"


NORMALISATIONS = {
    Kind.VIEWED: Normalisation(own_power=0.5, other_power=0.5, shrinkage=5),
    # What goes into a basket with something else is often just popular, rightly so.
    Kind.BOUGHT: Normalisation(own_power=0.7, other_power=0.3, shrinkage=20),
}


class CovisitationRecommender:
    """Item-to-item recommendations, learnt in seconds and served in a millisecond.

    >>> model = CovisitationRecommender().fit(visitors, items, event_types, timestamps)
    >>> model.recommend([Action(item_id="shoe-7")], 10)
    """

    # It keeps nothing from its training to be tested on.
    quality: Quality | None = None

    def __init__(
        self,
        *,
        neighbours: int = 100,
        window: int = 50,
        half_life_days: float = 180.0,
        gap_half_life_days: float = 30.0,
        basket_gap: float = 3600.0,
        max_events: int = 500,
        max_history: int = 50,
        min_viewers: int = 2,
        min_buyers: int = 3,
    ) -> None:
        self.neighbours = neighbours
        self.window = window
        self.half_life_days = half_life_days
        self.gap_half_life_days = gap_half_life_days
        self.basket_gap = basket_gap
        self.max_events = max_events
        self.max_history = max_history
        self.min_viewers = min_viewers
        self.min_buyers = min_buyers
        self.items = ItemIndex(np.empty(0, np.str_))
        self.tables: dict[Kind, Neighbours] = {}

    def fit(
        self,
        visitor_ids: Iterable[str],
        item_ids: Iterable[str],
        event_types: Iterable[str],
        timestamps: Iterable[float],
    ) -> Self:
        """Learn from four columns of the same length, in any order."""
        log = EventLog().extend(visitor_ids, item_ids, event_types, timestamps)
        return self.fit_log(log)

    def fit_log(self, log: EventLog) -> Self:
        # Events dated into the future do not make all others old.
        past = log.times[log.times <= time.time()]
        now = float(past.max(initial=0))
        seen = visitor_sequences(log, max_events=self.max_events)
        bought = basket_sequences(log, max_events=self.max_events, gap=self.basket_gap)
        self.items = ItemIndex(log.sorted_item_ids())
        self.tables = {
            Kind.VIEWED: self._learn(Kind.VIEWED, seen, self._decay(0.5), now),
            Kind.BOUGHT: self._learn(Kind.BOUGHT, bought, self._decay(0.0), now),
        }
        return self

    def partial_fit(
        self,
        visitor_ids: Sequence[str],
        item_ids: Sequence[str],
        event_types: Sequence[str],
        timestamps: Sequence[float],
    ) -> Self:
        """Learn nothing: which pairs enough visitors share shows in all events only."""
        return self

    def recommend(
        self,
        history: Sequence[Action],
        num_results: int = 10,
        *,
        exclude: Collection[str] = (),
    ) -> list[ScoredItem]:
        """Return what suits a visitor who did this, newest first, without repeats."""
        evidence = self._evidence_of(history)
        seen = [action.item_id for action in history]
        return self._best(evidence, num_results, [*seen, *exclude])

    def similar_items(
        self,
        *item_ids: str,
        num_results: int = 10,
        kind: Kind = Kind.VIEWED,
        exclude: Collection[str] = (),
    ) -> list[ScoredItem]:
        """Return what goes with an item, or with several together."""
        known = np.unique(self.items.known(item_ids))
        evidence = self._evidence(kind, known, np.ones(len(known)))
        return self._best(evidence, num_results, [*item_ids, *exclude])

    def rank(
        self, item_ids: Sequence[str], history: Sequence[Action]
    ) -> list[ScoredItem]:
        """Order these items for a visitor; those without a score keep their order."""
        totals = self._evidence_of(history).totals(len(self.items))
        numbers = self.items.find(item_ids)
        # The number of an unknown item, -1, is the last place: a zero.
        scores = np.append(totals, 0.0)[numbers]
        order = np.argsort(-scores, kind="stable").tolist()
        return [ScoredItem(item_id=item_ids[n], score=float(scores[n])) for n in order]

    def save(self, path: Path) -> None:
        """Write the model to a file, which appears complete or not at all."""
        arrays: dict[str, Array] = {"items": self.items.ids}
        for kind, table in self.tables.items():
            arrays[f"{kind}.starts"] = table.starts
            arrays[f"{kind}.items"] = table.items
            arrays[f"{kind}.scores"] = table.scores
        write_arrays(path, arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Map a saved model into memory; raise ModelFileError when it is damaged."""
        arrays = read_arrays(path)
        model = cls()
        try:
            model.items = ItemIndex(arrays["items"])
            model.tables = {kind: _table_of(kind, arrays) for kind in Kind}
        except KeyError as error:
            raise ModelFileError(f"{path} lacks {error}. Train again.") from error
        return model

    @property
    def num_pairs(self) -> int:
        return sum(table.num_pairs for table in self.tables.values())

    def _decay(self, lag_power: float) -> Decay:
        return Decay(
            half_life_days=self.half_life_days,
            gap_half_life_days=self.gap_half_life_days,
            lag_power=lag_power,
            window=self.window,
        )

    def _learn(
        self, kind: Kind, sequences: Sequences, decay: Decay, now: float
    ) -> Neighbours:
        num_items = len(self.items)
        support = self.min_viewers if kind is Kind.VIEWED else self.min_buyers
        counts = count_pairs(sequences, num_items, decay=decay, now=now)
        masses = item_masses(sequences, num_items, decay=decay, now=now)
        weights = counts.with_support(support)
        scores = NORMALISATIONS[kind].apply(weights, masses)
        return best_neighbours(scores, self.neighbours)

    def _evidence_of(self, history: Sequence[Action]) -> Evidence:
        latest = history[: self.max_history]
        numbers = self.items.find([action.item_id for action in latest])
        weights = action_weights(latest, half_life_days=self.gap_half_life_days)
        return self._evidence(Kind.VIEWED, numbers[numbers >= 0], weights[numbers >= 0])

    def _evidence(self, kind: Kind, sources: Integers, weights: Floats) -> Evidence:
        return gather(self.tables[kind], sources, weights)

    def _best(
        self, evidence: Evidence, num_results: int, exclude: Collection[str]
    ) -> list[ScoredItem]:
        totals = evidence.totals(len(self.items))
        best = best_items(totals, num_results, self.items.known(exclude))
        sources = evidence.main_sources(best)
        return [
            ScoredItem(
                item_id=self.items.id_of(item),
                score=float(totals[item]),
                because_item_id=self.items.id_of(source),
            )
            for item, source in zip(best.tolist(), sources.tolist(), strict=True)
        ]


def _table_of(kind: Kind, arrays: dict[str, Array]) -> Neighbours:
    return Neighbours(
        starts=arrays[f"{kind}.starts"],
        items=arrays[f"{kind}.items"],
        scores=arrays[f"{kind}.scores"],
    )
