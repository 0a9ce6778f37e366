"""The benchmarks run and give figures; how large these are is nobody's promise here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks.engine.readings import Reading, Readings
from benchmarks.measuring import (
    Comparison,
    Cost,
    Effort,
    Meter,
    Spread,
    find_children,
)
from benchmarks.recommender import compare_trainings
from benchmarks.report import Figure
from benchmarks.synthetic import START, YEAR, make_events, make_features

ROOT = Path(__file__).parent.parent
HISTORY = "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n" + "".join(
    f"user-{number % 7},item-{number % 11},Purchase,{1_700_000_000 + number}\n"
    for number in range(200)
)


def make_cost(cpu: float) -> Cost:
    return Cost(wall=9, server=cpu / 2, database=cpu / 2)


def work() -> int:
    return len([number for number in range(100_000) if number % 100 == 0])


def read_training(seconds: float) -> Readings:
    return Readings([Reading(name="fit_log", value=seconds, unit="s CPU")])


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
        "catalogue": "×",
        "recommendations": "ms",
        "delivery": "events/s",
        "engine": "MB",
        "exporting": "rows/s",
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


def test_a_made_up_year_is_the_same_each_time() -> None:
    events = make_events(5_000, 200, seed=1)
    assert np.array_equal(events, make_events(5_000, 200, seed=1))
    assert not np.array_equal(events, make_events(5_000, 200, seed=2))


def test_a_made_up_year_has_as_many_events_as_were_asked_for() -> None:
    events = make_events(5_000, 200)
    assert len(events) == 5_000
    assert (events["item"].min(), events["item"].max() < 200) == (0, True)
    assert np.all(np.diff(events["time"]) >= 0)
    assert START <= events["time"][0] < events["time"][-1] < START + 1.1 * YEAR


def test_in_a_made_up_year_few_items_and_visitors_do_most() -> None:
    events = make_events(50_000, 1_000)
    items, visitors = (
        np.sort(np.bincount(events[name]))[::-1] for name in ("item", "visitor")
    )
    assert items[:100].sum() > 0.3 * len(events)
    assert visitors[: len(visitors) // 10].sum() > 0.3 * len(events)
    assert visitors[0] < 0.05 * len(events)


def test_made_up_visitors_mostly_view_and_sometimes_buy() -> None:
    views, carts, purchases = np.bincount(make_events(20_000, 500)["type"]) / 20_000
    assert views > 0.85
    assert carts > purchases > 0.01


def test_items_seen_one_after_the_other_have_categories_in_common() -> None:
    events = make_events(20_000, 2_000)
    events = events[np.lexsort((events["time"], events["visitor"]))]
    categories = np.array([path[-1] for path in make_features(2_000).categories])
    seen = categories[events["item"]]
    # By chance one in twenty would be.
    assert np.mean(seen[1:] == seen[:-1]) > 0.4


def test_made_up_items_are_described_in_full() -> None:
    features = make_features(300)
    assert len(features) == 300
    assert features.item_ids[7] == "item-7"
    assert len(set(features.texts)) == 300
    assert np.all(features.prices > 0)


@pytest.mark.parametrize(
    ("small", "large", "ratio"), [(2.0, 6.0, 1.0), (2.0, 3.0, 0.5), (2.0, 18.0, 3.0)]
)
def test_growth_is_linear_when_three_times_the_events_cost_three_times_as_much(
    small: float, large: float, ratio: float
) -> None:
    figure = compare_trainings(read_training(small), read_training(large), 300_000)
    assert figure.spread == Spread.of_one(ratio)
    assert figure.name == "training on 300,000 events ÷ 3 trainings on a third"


def test_a_reading_is_found_by_its_name_and_unit() -> None:
    readings = Readings([*read_training(2.0), Reading(name="fit", value=9, unit="s")])
    assert readings.find("fit", "s") == 9
    with pytest.raises(ValueError, match="not enough values"):
        readings.find("fit", "MB")
