"""The embedded engine by itself: what grows with a shop, and what an answer costs."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.engine.readings import Readings
from benchmarks.engine.readings import run as run_module
from benchmarks.measuring import HAS_CPU_CLOCKS, Effort, Spread
from benchmarks.report import Figure

NAME = "engine"
# For each event that is delivered elsewhere.
LEARNT = 250
TIMES = 3
GROWTH = "1 is linear; less, where a part costs the same for any number of events."
ANSWER = "24 items for a visitor, against the 12 that are most popular with all."
TRAINING = "Python, NumPy, the log and all that training needs at once."
PROCESS = "The rest is Python and NumPy; the file is mapped, and shared by all."


def run(effort: Effort) -> Iterator[Figure]:
    """Train on a third and on all of a made-up log, and question the larger model."""
    if not HAS_CPU_CLOCKS:
        # Memory, too, is read from the kernel of Linux.
        return
    number = LEARNT * effort.events
    small, large = measure(number // TIMES, "training"), measure(number)
    yield compare_trainings(small, large, number)
    yield compare_answers(large)
    yield describe_training(large, number)
    yield describe_process(large)


def measure(num_events: int, *parts: str) -> Readings:
    """Measure in processes that know nothing of Django."""
    return run_module("benchmarks.engine", *parts, f"--events={num_events}", "--json")


def find_growth(small: float, large: float, times: float) -> float:
    """Return 1 where so many times as much costs so many times more."""
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


def describe_training(readings: Readings, number: int) -> Figure:
    return Figure(
        benchmark=NAME,
        name=f"training on {number:,} events, at its peak",
        spread=Spread.of_one(readings.find("peak after save", "MB")),
        unit="MB",
        meaning=TRAINING,
    )


def describe_process(readings: Readings) -> Figure:
    added = readings.find("added by the model", "MB")
    size = readings.find("model file", "MB")
    return Figure(
        benchmark=NAME,
        name="one process more that answers with the same model",
        spread=Spread.of_one(readings.find("a process more", "MB")),
        unit="MB",
        detail=f"{added:.1f} MB of that for a model of {size:.0f} MB",
        meaning=PROCESS,
    )
