"""The offline metrics that Amazon shows of a model, measured its way.

A tenth of the users is asked for the newest tenth of their events, by a model that was
not told these. Of many events a sample of users stands for all: the figures are for
comparing, and a second training on everything would double the time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from personalize.emulator.recipe_book import Recipe
from personalize.emulator.training_recipes import Task, get_pair_kind, get_task
from personalize.engine.evaluation.contestants import to_actions
from personalize.engine.evaluation.protocols import Options, split_as_amazon
from personalize.engine.evaluation.queries import Query
from personalize.engine.evaluation.runs import evaluate
from personalize.engine.evaluation.timeline import Timeline
from personalize.engine.evaluation.variety import Surprise
from personalize.engine.event_log import EventLog
from personalize.engine.features import ItemFeatures
from personalize.engine.recommender import Recommender
from personalize.engine.related import Kind
from personalize.engine.scoring import ScoredItem

MAX_EVENTS = 20_000
MAX_QUERIES = 200
NAMES = {
    "mrr@25": "mean_reciprocal_rank_at_25",
    "ndcg_of_list@5": "normalized_discounted_cumulative_gain_at_5",
    "ndcg_of_list@10": "normalized_discounted_cumulative_gain_at_10",
    "ndcg_of_list@25": "normalized_discounted_cumulative_gain_at_25",
    "precision@5": "precision_at_5",
    "precision@10": "precision_at_10",
    "precision@25": "precision_at_25",
}


class Trial:
    """A model that was told a part of the events, and the questions about the rest."""

    def __init__(self, log: EventLog, features: ItemFeatures) -> None:
        split = split_as_amazon(_sample(Timeline.of_log(log)), Options(repeats=True))
        self.queries = split.queries.sample(MAX_QUERIES)
        self.surprise = Surprise.of(split.train)
        self._train = split.train.to_log()
        self._features = features

    @cached_property
    def engine(self) -> Recommender:
        return Recommender().fit_log(self._train, features=self._features)

    @cached_property
    def popular(self) -> list[str]:
        names = list(self._train.item_ids)
        counts = Counter(self._train.item_codes.tolist())
        return [names[code] for code, _ in counts.most_common()]


def measure_model(trial: Trial, recipe: Recipe) -> dict[str, float]:
    """Return the metrics by Amazon's names; none where nobody can be asked."""
    if not len(trial.queries):
        return {}
    ask = ASKING[get_task(recipe)]
    kind = get_pair_kind(recipe)
    outcome = evaluate(
        lambda history, k, query=None: ask(trial, kind, query, k),
        trial.queries,
        trial.surprise,
        measures=tuple(NAMES),
    )
    found = {NAMES[score.measure]: score.mean for score in outcome.scores}
    return {"coverage": outcome.coverage} | found


def _sample(events: Timeline) -> Timeline:
    """Keep all that some of the visitors did."""
    share = MAX_EVENTS / max(len(events), 1)
    if share >= 1:
        return events
    drawn = np.random.default_rng(0).random(len(events.names.visitors)) < share
    return events.keep(drawn[events.visitors])


def _ask_personal(trial: Trial, kind: Kind, query: Query, k: int) -> Sequence[str]:
    actions = to_actions(query)
    visitor_id = query.visitor_id
    return _ids(trial.engine.recommend(actions, k, visitor_id=visitor_id, repeats=True))


def _ask_popular(trial: Trial, kind: Kind, query: Query, k: int) -> Sequence[str]:
    return trial.popular[:k]


def _ask_trending(trial: Trial, kind: Kind, query: Query, k: int) -> Sequence[str]:
    return _ids(trial.engine.trending(k))


def _ask_related(trial: Trial, kind: Kind, query: Query, k: int) -> Sequence[str]:
    latest = query.history[-1]
    return _ids(trial.engine.similar_items(latest, num_results=k, kind=kind))


def _ids(found: Sequence[ScoredItem]) -> list[str]:
    return [one.item_id for one in found]


Ask = Callable[[Trial, Kind, Query, int], Sequence[str]]
ASKING: dict[Task, Ask] = {
    Task.PERSONAL: _ask_personal,
    Task.RANKING: _ask_personal,
    Task.POPULAR: _ask_popular,
    Task.TRENDING: _ask_trending,
    Task.RELATED: _ask_related,
}
