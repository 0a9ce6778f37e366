"""A whole evaluation as data: the engine and the baselines on the same queries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from personalize.engine.evaluation.baselines import MostPopular, RecentlyPopular
from personalize.engine.evaluation.contestants import Contestant, Engine
from personalize.engine.evaluation.implicit_models import (
    AlternatingLeastSquares,
    BayesianPersonalizedRanking,
    is_installed,
)
from personalize.engine.evaluation.item_knn import ItemKnn
from personalize.engine.evaluation.protocols import Options, ask_everybody
from personalize.engine.evaluation.queries import Split
from personalize.engine.evaluation.runs import AMAZON_MEASURES, MEASURES
from personalize.engine.evaluation.splits import split, split_for_tuning
from personalize.engine.evaluation.trials import Course, Trial, run_trial
from personalize.engine.evaluation.variety import Surprise
from personalize.engine.event_log import EventLog
from personalize.engine.features import ItemFeatures

ENGINE = "engine"
BUILT_IN: dict[str, Callable[[], Contestant]] = {
    "popular": MostPopular,
    "recent": RecentlyPopular,
    "item-knn": ItemKnn,
}
BY_IMPLICIT: dict[str, Callable[[], Contestant]] = {
    "als": AlternatingLeastSquares,
    "bpr": BayesianPersonalizedRanking,
}
BASELINES = BUILT_IN | BY_IMPLICIT


def default_baselines() -> tuple[str, ...]:
    return tuple(BASELINES if is_installed() else BUILT_IN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to evaluate, and how; of the queries ``limit`` are drawn at random."""

    protocol: str = "temporal"
    options: Options = field(default_factory=Options)
    baselines: tuple[str, ...] = field(default_factory=default_baselines)
    limit: int | None = None
    is_tuning: bool = False
    with_memory: bool = False

    @property
    def is_amazons(self) -> bool:
        return self.protocol == "personalize"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was learnt from, how many queries there are, and who did how well."""

    protocol: str
    num_events: int
    num_visitors: int
    num_items: int
    num_queries: int
    trials: tuple[Trial, ...]


def make_report(
    log: EventLog,
    plan: Plan,
    *,
    features: ItemFeatures | None = None,
    note: Callable[[str], None],
) -> Report:
    """Let all learn and answer; ``note`` is told how far it is.

    Raises EvaluationError.
    """
    divide = split_for_tuning if plan.is_tuning else split
    parts = divide(log, plan.protocol, plan.options)
    course = _lay_out(parts, plan)
    note(f"{len(course.log):,} events to learn from, {len(course.queries):,} queries.")
    baselines = {name: BASELINES[name]() for name in plan.baselines}
    contestants = {ENGINE: Engine(features=features)} | baselines
    return Report(
        protocol=plan.protocol,
        num_events=len(parts.train),
        num_visitors=len(parts.train.names.visitors),
        num_items=len(parts.train.names.items),
        num_queries=len(course.queries),
        trials=tuple(_run_trials(contestants, course, note)),
    )


def _lay_out(parts: Split, plan: Plan) -> Course:
    everybody = ask_everybody(parts.train, drop_history=not plan.options.repeats)
    return Course(
        log=parts.train.to_log(),
        queries=parts.queries.sample(plan.limit),
        surprise=Surprise.of(parts.train),
        measures=_choose_measures(plan),
        everybody=everybody.sample(plan.limit) if plan.is_amazons else None,
        with_memory=plan.with_memory,
    )


def _choose_measures(plan: Plan) -> tuple[str, ...]:
    wanted = MEASURES + AMAZON_MEASURES if plan.is_amazons else MEASURES
    return tuple(dict.fromkeys(wanted))


def _run_trials(
    contestants: Mapping[str, Contestant], course: Course, note: Callable[[str], None]
) -> Iterator[Trial]:
    for number, (name, contestant) in enumerate(contestants.items(), start=1):
        note(f"[{number}/{len(contestants)}] {name} …")
        yield run_trial(name, contestant, course)
