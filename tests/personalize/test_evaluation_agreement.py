"""Another script computes the same from the same definitions: figures must agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from personalize.engine.evaluation import factory
from personalize.engine.evaluation.contestants import Engine
from personalize.engine.evaluation.protocols import Options
from personalize.engine.evaluation.queries import Split
from personalize.engine.evaluation.runs import evaluate
from personalize.engine.evaluation.splits import PROTOCOLS, split, split_for_tuning
from personalize.engine.evaluation.timeline import Timeline
from personalize.engine.evaluation.variety import Surprise
from tests.personalize.evaluation import (
    DATA,
    Event,
    get_rows,
    load_script,
    make_log,
    make_random_events,
    needs_script,
    read_some_events,
    to_dicts,
)

pytestmark = needs_script

MEASURES = ("ndcg@10", "recall@10", "recall@20", "hr@10", "hr@20", "mrr@20")


@pytest.fixture(scope="module")
def script() -> dict[str, Any]:
    return load_script()


def split_by_script(
    script: dict[str, Any], events: list[Event], protocol: str, **options: Any
) -> Any:
    return script["split"](
        script["Log"](*zip(*events, strict=True)), protocol, **options
    )


def split_events(events: list[Event], protocol: str, **options: Any) -> Split:
    """As split() does, which refuses to when there is nothing to ask."""
    return PROTOCOLS[protocol](Timeline.of_log(make_log(events)), Options(**options))


def get_script_rows(log: Any) -> list[tuple[str, str, str, float]]:
    columns = (log.U[log.u], log.I[log.i], log.ty, log.t)
    return list(zip(*(column.tolist() for column in columns), strict=True))


def assert_same(parts: Split, expected: Any) -> None:
    train, queries = expected
    assert to_dicts(parts.queries) == queries
    assert get_rows(parts.train.to_log()) == get_script_rows(train)


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"gap": 15},
        {"seed": 3, "repeats": True, "gap": 40, "min_prefix": 2},
        {"cut": 1_600_000_400, "gap": 5, "target_types": frozenset({"Purchase"})},
    ],
    ids=lambda options: " ".join(options),
)
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_splits_agree(
    script: dict[str, Any], protocol: str, options: dict[str, Any]
) -> None:
    events = make_random_events()
    parts = split_events(events, protocol, **options)
    assert_same(parts, split_by_script(script, events, protocol, **options))


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_splits_for_tuning_agree(script: dict[str, Any], protocol: str) -> None:
    events = make_random_events()
    train, _ = split_by_script(script, events, protocol, gap=9)
    parts = split_for_tuning(make_log(events), protocol, Options(gap=9))
    assert_same(parts, script["split"](train, protocol, gap=9))


@pytest.mark.skipif(not DATA, reason="no data beside the repository")
@pytest.mark.parametrize("path", DATA, ids=lambda path: path.name)
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_splits_of_real_data_agree(
    script: dict[str, Any], protocol: str, path: Path
) -> None:
    events = read_some_events(path, 120)
    parts = split_events(events, protocol, gap=60)
    assert_same(parts, split_by_script(script, events, protocol, gap=60))


def test_the_measures_of_any_lists_agree(script: dict[str, Any]) -> None:
    parts = split(make_log(make_random_events()), "temporal")
    queries, surprise = parts.queries, Surprise.of(parts.train)
    lists = make_random_lists(len(queries))
    outcome = evaluate(Reader(lists), queries, surprise, measures=MEASURES)
    answers = dict(enumerate(lists))
    expected = script["score"](answers, to_dicts(queries), len(surprise))
    found = {score.measure: round(score.mean, 5) for score in outcome.scores}
    assert found == {name: expected[name] for name in MEASURES}
    assert round(outcome.coverage, 4) == expected["cov10"]
    assert round(outcome.score("ndcg@10").standard_error, 5) == expected["se_ndcg"]
    assert round(outcome.score("mrr@20").standard_error, 5) == expected["se_mrr"]
    assert outcome.num_short == expected["short"]


class Reader:
    """Reads its answers out, one after the other."""

    def __init__(self, answers: list[list[str]]) -> None:
        self.answers = iter(answers)

    def __call__(self, history: Any, k: int, query: Any = None) -> list[str]:
        return next(self.answers)


def make_random_lists(number: int) -> list[list[str]]:
    """With repetitions, unknown items, and many of them too short."""
    rng = np.random.default_rng(0)
    lengths = rng.integers(0, 80, number)
    return [[f"i{n}" for n in rng.integers(0, 70, length)] for length in lengths]


@pytest.mark.parametrize("protocol", ["last", "session"])
def test_the_engine_is_judged_alike(
    script: dict[str, Any], protocol: str, tmp_path: Path
) -> None:
    events = make_random_events(4000, seed=1)
    parts = split(make_log(events), protocol, Options(gap=15))
    train, queries = split_by_script(script, events, protocol, gap=15)
    script["save"](train, tmp_path / "train.csv.gz")
    recommend = factory(tmp_path / "train.csv.gz")
    expected = script["evaluate"](recommend, queries, len(train.I), latency=False)
    engine = Engine().fit(parts.train.to_log())
    outcome = evaluate(engine.recommend, parts.queries, Surprise.of(parts.train))
    assert round(outcome.score("ndcg@10").mean, 5) == expected["ndcg@10"] > 0
    assert round(outcome.score("mrr@20").mean, 5) == expected["mrr@20"]
    assert round(outcome.coverage, 4) == expected["cov10"]
