"""Costs of calls, measured in turns: what disturbs one side disturbs the other."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Self

# Does some work and says how many calls that was.
Action = Callable[[], int]

# Nobody else's processor time can be read elsewhere; there, time on the clock counts.
HAS_CPU_CLOCKS = Path(f"/proc/self/task/{os.getpid()}/children").exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How much is measured: until the rounds or the seconds are over."""

    rounds: int
    calls: int
    seconds: float
    events: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Milliseconds a call: of the clock, and of the processors for those who served."""

    wall: float
    server: float
    database: float

    @property
    def cpu(self) -> float:
        return self.server + self.database

    @property
    def main(self) -> float:
        return self.cpu if HAS_CPU_CLOCKS else self.wall


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """The median and the middle half."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, values: list[float]) -> Self:
        low, middle, high = quantiles(values, n=4, method="inclusive")
        return cls(low=low, median=middle, high=high)

    @classmethod
    def of_one(cls, value: float) -> Self:
        return cls(low=value, median=value, high=value)


@dataclass(slots=True, kw_only=True)
class Comparison:
    """Rounds of two sides, each beside the other's."""

    subject: list[Cost] = field(default_factory=list)
    baseline: list[Cost] = field(default_factory=list)

    @property
    def ratio(self) -> Spread:
        pairs = zip(self.subject, self.baseline, strict=True)
        return Spread.of([ours.main / bare.main for ours, bare in pairs])

    @property
    def detail(self) -> str:
        return f"{describe(self.subject)} against {describe(self.baseline)}"


class Meter:
    """Reads the clock, and the processor time of some processes and their children."""

    def __init__(self, *, server: int, database: int) -> None:
        self.server = server
        self.database = database

    def measure(self, action: Action) -> Cost:
        server, database = read_cpu(self.server), read_cpu(self.database)
        start = time.perf_counter()
        calls = action()
        wall = time.perf_counter() - start
        return Cost(
            wall=1000 * wall / calls,
            server=1000 * spent_since(server, self.server) / calls,
            database=1000 * spent_since(database, self.database) / calls,
        )

    def compare(self, subject: Action, baseline: Action, effort: Effort) -> Comparison:
        """Measure both in turns, after a round of each that does not count."""
        comparison = Comparison()
        subject(), baseline()
        deadline = time.monotonic() + effort.seconds
        for number in range(effort.rounds):
            sides = [(comparison.subject, subject), (comparison.baseline, baseline)]
            # Who goes first takes turns too.
            for costs, action in sides[:: 1 if number % 2 else -1]:
                costs.append(self.measure(action))
            if time.monotonic() > deadline and number:
                break
        return comparison


def describe(costs: list[Cost]) -> str:
    wall = median(cost.wall for cost in costs)
    if not HAS_CPU_CLOCKS:
        return f"{wall:.2f} ms"
    server = median(cost.server for cost in costs)
    database = median(cost.database for cost in costs)
    return f"{server:.2f} + {database:.2f} ms CPU ({wall:.1f} ms)"


def read_cpu(pid: int) -> dict[int, float]:
    """Return the seconds a process and its children have used so far."""
    if not HAS_CPU_CLOCKS:
        return {}
    # Of this process the children are servers: they are measured by themselves.
    children = [] if pid == os.getpid() else find_children(pid)
    return {each: read_clock(each) for each in (pid, *children)}


def spent_since(before: dict[int, float], pid: int) -> float:
    """Count who is there now: of a process that has ended, nothing is known."""
    now = read_cpu(pid)
    return sum(seconds - before.get(each, 0) for each, seconds in now.items())


def find_children(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(each) for each in children.split()]


def read_clock(pid: int) -> float:
    """Read a process's own clock, to the nanosecond: clock_getcpuclockid(3)."""
    try:
        return time.clock_gettime((~pid << 3) | 2)
    except OSError:
        return 0.0
