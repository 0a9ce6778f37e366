from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from personalize.engine.evaluation import factory
from personalize.engine.evaluation.rendering import write_json, write_table
from personalize.engine.evaluation.report import Plan, Report, make_report
from tests.personalize.evaluation import make_log, make_random_events
from tests.personalize.histories import store_visits

MAIN = ["NDCG@10", "recall@10", "HR@20", "MRR@20", "coverage", "novelty", "p50", "ms"]
WITHOUT_DJANGO = """
import runpy, sys
runpy.run_module("personalize.engine.evaluation", run_name="__main__")
assert "django" not in sys.modules
"""
BUILT_IN = ("popular", "recent", "item-knn")


def make(**fields: Any) -> Report:
    notes: list[str] = []
    plan = Plan(**{"baselines": BUILT_IN} | fields)
    return make_report(make_log(make_random_events()), plan, note=notes.append)


@pytest.fixture(scope="module")
def report() -> Report:
    return make()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "events.csv"
    with path.open("w", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["USER_ID", "ITEM_ID", "EVENT_TYPE", "TIMESTAMP"])
        writer.writerows(make_random_events())
    return path


@pytest.fixture
def evaluate(file: Path) -> Callable[..., str]:
    def call(*arguments: str) -> str:
        output = StringIO()
        options = {"stdout": output, "stderr": StringIO()}
        call_command("evaluate_recommender", *arguments, **options)
        return output.getvalue()

    return call


def test_the_table_has_a_row_for_each_recommender(report: Report) -> None:
    lines = write_table(report).splitlines()
    assert lines[2].split() == [*MAIN, "fit", "s"]
    assert [line.split()[0] for line in lines[3:]] == ["engine", *BUILT_IN]


def test_the_columns_of_the_table_are_aligned(report: Report) -> None:
    _, _, *rows = write_table(report).splitlines()
    assert len({len(row) for row in rows}) == 1


def test_the_table_says_what_was_learnt_from_and_asked(report: Report) -> None:
    first = write_table(report).splitlines()[0]
    assert first.startswith("Protocol temporal: learnt from 1,3")
    assert first.endswith(f"asked {report.num_queries} queries.")


def test_the_json_holds_all_figures(report: Report) -> None:
    document = json.loads(write_json(report))
    engine, *others = document["recommenders"]
    assert [other["name"] for other in others] == list(BUILT_IN)
    assert engine["scores"]["ndcg@10"]["mean"] > 0
    assert engine["peak_mb"] is engine["reach"] is None
    assert document["queries"] == report.num_queries


def test_amazons_protocol_has_amazons_measures() -> None:
    table = write_table(make(protocol="personalize"))
    head = table.split("What Amazon Personalize says of a model:")[1].splitlines()[2]
    measures = ["NDCG@5", "NDCG@10", "NDCG@25", "precision@10", "MRR@25", "coverage"]
    assert head.split() == measures


def test_amazons_coverage_is_over_the_lists_of_all_visitors() -> None:
    [engine, popular] = make(protocol="personalize", baselines=("popular",)).trials
    assert engine.reach
    assert engine.reach > engine.outcome.coverage
    assert popular.reach


def test_what_learning_allocates_is_measured_on_demand() -> None:
    report = make(with_memory=True, baselines=("popular",), limit=3)
    assert all((trial.training.peak_mb or 0) > 0 for trial in report.trials)
    assert "peak MB" in write_table(report)


def test_fewer_queries_can_be_asked() -> None:
    report = make(limit=5, baselines=())
    assert report.num_queries == report.trials[0].outcome.num_queries == 5


def test_tuning_never_sees_the_test_part() -> None:
    assert make(is_tuning=True, baselines=()).num_events < make(baselines=()).num_events


def test_progress_is_told_as_it_goes() -> None:
    notes: list[str] = []
    plan = Plan(baselines=("popular",))
    make_report(make_log(make_random_events()), plan, note=notes.append)
    assert "events to learn from" in notes[0]
    assert notes[1:] == ["[1/2] engine …", "[2/2] popular …"]


def test_the_module_runs_without_django(file: Path) -> None:
    items = file.with_name("items.csv")
    items.write_text("ITEM_ID,NAME\ni1,One\n")
    options = ["--items", str(items), "--baselines", "popular", "--json"]
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, str(file), *options],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["recommenders"]) == 2
    assert "[2/2] popular" in done.stderr


def test_the_module_ends_with_a_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "personalize.engine.evaluation"]
    done = subprocess.run(
        [*command, str(tmp_path / "none.csv")],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert "cannot be read" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_evaluates_on_a_file(
    evaluate: Callable[..., str], file: Path
) -> None:
    arguments = ["--protocol=last", "--limit=9", "--baselines", "popular"]
    output = evaluate(f"--interactions={file}", *arguments)
    assert "asked 9 queries" in output
    assert "popular" in output


@pytest.mark.django_db
def test_the_command_evaluates_on_the_stored_events(
    evaluate: Callable[..., str],
) -> None:
    store_visits(9, "boot", "sandal", "sneaker")
    document = json.loads(evaluate("--protocol=last", "--json", "--baselines"))
    assert (document["visitors"], document["queries"]) == (9, 9)
    assert [each["name"] for each in document["recommenders"]] == ["engine"]


@pytest.mark.django_db
def test_the_command_says_that_there_is_too_little(
    evaluate: Callable[..., str],
) -> None:
    store_visits(1, "boot")
    with pytest.raises(CommandError, match="Too little to evaluate on: 1 events of 1"):
        evaluate()


def test_a_function_for_other_scripts_is_made_of_a_file(file: Path) -> None:
    recommend = factory(file)
    query = {
        "user": "v1",
        "history": ["i1", "i2"],
        "times": [5, 9],
        "types": ["view", "Wave"],
        "now": 10,
        "drop": 1,
    }
    known = recommend(["i1", "i2"], 5)
    assert len(known) == 5
    assert recommend(["i1", "i2"], 5, query=query) != []
