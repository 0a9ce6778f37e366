"""Recommenders as an evaluation sees them: learn from a log, then rank."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, Self

from personalize.engine.evaluation.queries import Query
from personalize.engine.event_log import EventLog
from personalize.engine.features import ItemFeatures
from personalize.engine.recommender import Recommender
from personalize.engine.scoring import Action


class Contestant(Protocol):
    def fit(self, log: EventLog) -> Self: ...

    def recommend(
        self, history: Sequence[str], k: int, query: Query | None = None
    ) -> list[str]:
        """Rank items for what somebody did, oldest first. Repeats are allowed."""
        ...


class Engine:
    """The recommender of this package."""

    def __init__(self, *, features: ItemFeatures | None = None) -> None:
        self.features = features

    def fit(self, log: EventLog) -> Self:
        self.model = Recommender().fit_log(log, features=self.features)
        return self

    def recommend(
        self, history: Sequence[str], k: int, query: Query | None = None
    ) -> list[str]:
        actions = to_actions(query) if query else without_times(history)
        found = self.model.recommend(
            actions,
            k,
            now=query.now if query else None,
            visitor_id=query.visitor_id if query else "",
            repeats=True,
        )
        return [item.item_id for item in found]


def to_actions(query: Query) -> list[Action]:
    """Turn the history round, newest first, with ages instead of times."""
    columns = (query.history, query.types, query.times)
    return [
        Action(item_id=item_id, event_type=event_type, age=query.now - moment)
        for item_id, event_type, moment in zip(*map(reversed, columns), strict=True)
    ]


def without_times(history: Sequence[str]) -> list[Action]:
    return [Action(item_id=item_id) for item_id in reversed(history)]
