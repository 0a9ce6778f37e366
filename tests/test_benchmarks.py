"""The benchmarks run and give figures; how large these are is nobody's promise here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measuring import (
    Comparison,
    Cost,
    Effort,
    Meter,
    Spread,
    find_children,
)
from benchmarks.report import Figure

ROOT = Path(__file__).parent.parent
HISTORY = "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n" + "".join(
    f"user-{number % 7},item-{number % 11},Purchase,{1_700_000_000 + number}\n"
    for number in range(200)
)


def make_cost(cpu: float) -> Cost:
    return Cost(wall=9, server=cpu / 2, database=cpu / 2)


def work() -> int:
    return len([number for number in range(100_000) if number % 100 == 0])


@pytest.mark.slow
def test_every_benchmark_gives_sane_figures(tmp_path: Path) -> None:
    history = tmp_path / "history.csv"
    history.write_text(HISTORY)

    command = [sys.executable, "-m", "benchmarks", "--quick", "--json"]
    done = subprocess.run(
        [*command, f"--history={history}"], cwd=ROOT, capture_output=True, timeout=240
    )

    assert done.returncode == 0, done.stderr.decode()
    figures = json.loads(done.stdout)["figures"]
    spreads = [figure["spread"] for figure in figures]
    # Of each benchmark the unit of its last figure.
    assert {figure["benchmark"]: figure["unit"] for figure in figures} == {
        "tracking": "×",
        "pages": "×",
        "recommendations": "ms",
        "delivery": "events/s",
        "loading": "rows/s",
    }
    assert all(0 < each["low"] <= each["median"] <= each["high"] for each in spreads)
    assert "200 rows of history.csv" in figures[-1]["name"]


@pytest.mark.slow
def test_a_benchmark_that_is_not_there_is_refused() -> None:
    command = [sys.executable, "-m", "benchmarks", "unheard-of"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=60)
    assert done.returncode != 0
    assert b"invalid choice: 'unheard-of'" in done.stderr


def test_work_is_measured_in_milliseconds_a_call() -> None:
    cost = Meter(server=os.getpid(), database=os.getpid()).measure(work)
    assert 0 < cost.server < 1000
    assert cost.cpu == cost.server + cost.database


def test_a_ratio_is_taken_of_each_round_by_itself() -> None:
    comparison = Comparison(
        subject=[make_cost(4), make_cost(40), make_cost(9)],
        baseline=[make_cost(2), make_cost(20), make_cost(3)],
    )
    assert comparison.ratio == Spread(low=2, median=2, high=2.5)


def test_both_sides_are_measured_equally_often() -> None:
    meter = Meter(server=os.getpid(), database=os.getpid())
    effort = Effort(rounds=3, calls=1, seconds=5, events=0)
    comparison = meter.compare(work, work, effort)
    assert (len(comparison.subject), len(comparison.baseline)) == (3, 3)


@pytest.mark.skipif(sys.platform != "linux", reason="read from /proc")
def test_the_children_of_a_process_are_found() -> None:
    with subprocess.Popen(["sleep", "30"]) as child:
        found = find_children(os.getpid())
        child.terminate()
    assert child.pid in found


@pytest.mark.parametrize(
    ("spread", "line"),
    [
        (Spread(low=1.5, median=1.678, high=2), "1.68 × 1.5 – 2 it"),
        (Spread.of_one(33059.4), "33,059 × once it"),
    ],
)
def test_a_figure_is_a_line_with_its_meaning_below(spread: Spread, line: str) -> None:
    figure = Figure(
        benchmark="any", name="it", spread=spread, unit="×", meaning="What it means."
    )
    head, meaning = figure.render().splitlines()
    assert " ".join(head.split()) == line
    assert meaning.strip() == "What it means."
