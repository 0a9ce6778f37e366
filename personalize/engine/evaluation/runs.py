"""Asking a recommender many questions, and measuring answers and effort."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from personalize.engine.evaluation.metrics import Hits, Score, get_list, measure
from personalize.engine.evaluation.queries import Query
from personalize.engine.evaluation.variety import Surprise, Variety

MEASURES = ("ndcg@10", "precision@10", "recall@10", "recall@20", "hr@20", "mrr@20")
# What Amazon Personalize says of a solution version.
AMAZON_MEASURES = (
    "ndcg_of_list@5",
    "ndcg_of_list@10",
    "ndcg_of_list@25",
    "precision@10",
    "mrr@25",
)
# Variety and short lists are those of the first page.
SHOWN = 10


class Recommend(Protocol):
    """Anything that ranks items for a history, oldest first."""

    def __call__(
        self, history: Sequence[str], k: int, query: Query | None = None
    ) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of all queries; times are the milliseconds of processor a query took.

    ``num_short`` lists had fewer than ten items.
    """

    scores: tuple[Score, ...]
    coverage: float
    novelty: float
    num_queries: int
    num_short: int
    p50_ms: float
    p99_ms: float

    def score(self, name: str) -> Score:
        return next(score for score in self.scores if score.measure == name)


def evaluate(
    recommend: Recommend,
    queries: Iterable[Query],
    surprise: Surprise,
    *,
    measures: Sequence[str] = MEASURES,
) -> Outcome:
    depth = max(int(name.partition("@")[2]) for name in measures)
    values: list[list[float]] = []
    seconds: list[float] = []
    variety = Variety(surprise)
    for query in queries:
        ranked, spent = ask(recommend, query, depth)
        hits = Hits.find(ranked, query.targets)
        values.append([measure(name, hits) for name in measures])
        seconds.append(spent)
        variety.add(ranked[:SHOWN])
    columns = zip(*values, strict=True)
    p50, p99 = np.percentile(seconds, [50, 99]) * 1000
    return Outcome(
        scores=tuple(map(Score.of, measures, columns)),
        coverage=variety.coverage,
        novelty=variety.novelty,
        num_queries=len(values),
        num_short=variety.count_shorter_than(SHOWN),
        p50_ms=float(p50),
        p99_ms=float(p99),
    )


def ask(recommend: Recommend, query: Query, depth: int) -> tuple[list[str], float]:
    """Return the list that counts, and the seconds of processor it took.

    The time of this thread: what else the machine does is left out.
    """
    surplus = len(set(query.history)) if query.drop_history else 0
    started = time.thread_time()
    ranked = recommend(query.history, depth + surplus, query=query)
    spent = time.thread_time() - started
    return get_list(ranked, query, depth), spent


def measure_reach(
    recommend: Recommend, queries: Iterable[Query], surprise: Surprise, k: int
) -> float:
    """Return the share of the items that somebody at least is shown."""
    variety = Variety(surprise)
    for query in queries:
        ranked, _ = ask(recommend, query, k)
        variety.add(ranked)
    return variety.coverage
