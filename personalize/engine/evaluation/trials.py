"""One contestant: let it learn, let it answer, note what both took."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass

from personalize.engine.evaluation.contestants import Contestant
from personalize.engine.evaluation.queries import Queries
from personalize.engine.evaluation.runs import Outcome, evaluate, measure_reach
from personalize.engine.evaluation.variety import Surprise
from personalize.engine.event_log import EventLog

MEGABYTE = 1_000_000
# How many items of each list Amazon's coverage counts.
REACH_DEPTH = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is the same for all contestants.

    ``everybody`` is asked for what Amazon calls coverage, where that is wanted.
    """

    log: EventLog
    queries: Queries
    surprise: Surprise
    measures: Sequence[str]
    everybody: Queries | None = None
    with_memory: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Seconds on the clock, and, where measured, what was allocated at most."""

    seconds: float
    peak_mb: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a contestant did; ``reach`` is what Amazon calls coverage."""

    name: str
    outcome: Outcome
    training: Training
    reach: float | None = None


def run_trial(name: str, contestant: Contestant, course: Course) -> Trial:
    train = _train_traced if course.with_memory else _train
    training = train(contestant, course.log)
    return Trial(
        name=name,
        training=training,
        outcome=evaluate(
            contestant.recommend,
            course.queries,
            course.surprise,
            measures=course.measures,
        ),
        reach=_measure_reach(contestant, course),
    )


def _train(contestant: Contestant, log: EventLog) -> Training:
    started = time.perf_counter()
    contestant.fit(log)
    return Training(seconds=time.perf_counter() - started)


def _train_traced(contestant: Contestant, log: EventLog) -> Training:
    tracemalloc.start()
    try:
        seconds = _train(contestant, log).seconds
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    return Training(seconds=seconds, peak_mb=peak / MEGABYTE)


def _measure_reach(contestant: Contestant, course: Course) -> float | None:
    if course.everybody is None:
        return None
    return measure_reach(
        contestant.recommend, course.everybody, course.surprise, REACH_DEPTH
    )
