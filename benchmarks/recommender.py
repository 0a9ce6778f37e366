"""The embedded engine by itself: what grows with a shop, and what an answer costs."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.engine.readings import Readings
from benchmarks.engine.readings import run as run_module
from benchmarks.measuring import Effort, Spread
from benchmarks.report import Figure

NAME = "engine"
EVENTS_PER_ROUND = 25_000
TIMES = 3
GROWTH = "1 is linear; less, where a part costs the same for any number of events."
ANSWER = "24 items for a visitor, against the 12 that are most popular with all."
TRAINING = "Python, NumPy, the log and all that training needs at once."
PROCESS = "Beyond Python and NumPy; the file of the model is mapped and shared."


def run(effort: Effort) -> Iterator[Figure]:
    """Train on a third and on all of a made-up log, and question the larger model."""
    number = EVENTS_PER_ROUND * effort.rounds
    small, large = measure(number // TIMES, "training"), measure(number)
    yield compare_trainings(small, large, number)
    yield compare_answers(large)
    peak = large.find("peak after save", "MB")
    yield make_figure(f"training on {number:,} events, peak", peak, TRAINING)
    added = large.find("added by the model", "MB")
    yield make_figure("a process with the model and 1,000 answers", added, PROCESS)


def measure(num_events: int, *parts: str) -> Readings:
    """Measure in processes that know nothing of Django."""
    return run_module("benchmarks.engine", *parts, f"--events={num_events}", "--json")


def find_growth(small: float, large: float, times: float) -> float:
    """Return the cost of so many times as much, in so many times the cost."""
    return large / (times * small)


def compare_trainings(small: Readings, large: Readings, number: int) -> Figure:
    few, all_ = (each.find("fit_log", "s CPU") for each in (small, large))
    return Figure(
        benchmark=NAME,
        name=f"training on {number:,} events ÷ {TIMES} trainings on a third",
        spread=Spread.of_one(find_growth(few, all_, TIMES)),
        unit="×",
        detail=f"{all_:.1f} s CPU against {TIMES} × {few:.1f} s",
        meaning=GROWTH,
    )


def compare_answers(readings: Readings) -> Figure:
    ours = readings.find("recommend, histories as they come, p50", "ms CPU")
    late = readings.find("recommend, histories as they come, p99", "ms CPU")
    bare = readings.find("popular, p50", "ms CPU")
    return Figure(
        benchmark=NAME,
        name="recommend ÷ popular, medians",
        spread=Spread.of_one(ours / bare),
        unit="×",
        detail=f"{ours:.2f} ms CPU (p99 {late:.2f}) against {bare:.2f} ms",
        meaning=ANSWER,
    )


def make_figure(name: str, megabytes: float, meaning: str) -> Figure:
    return Figure(
        benchmark=NAME,
        name=name,
        spread=Spread.of_one(megabytes),
        unit="MB",
        meaning=meaning,
    )
