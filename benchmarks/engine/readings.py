"""What a process measured of itself, told to the one that started it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from benchmarks.report import write
from personalize.engine.arrays import Array

MILLION = 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    name: str
    value: float
    unit: str

    def render(self) -> str:
        return f"{write(self.value):>10} {self.unit:<12} {self.name}"


class Readings(list[Reading]):
    """They can be found by what they are called."""

    def find(self, name: str, unit: str) -> float:
        (value,) = [r.value for r in self if (r.name, r.unit) == (name, unit)]
        return value


def tell(readings: list[Reading]) -> None:
    print(json.dumps([asdict(reading) for reading in readings]), flush=True)


def hear(line: str) -> Readings:
    return Readings(Reading(**each) for each in json.loads(line))


def start(module: str, *arguments: object) -> subprocess.Popen[str]:
    """Run a module in a process of its own, which waits when it reads its input."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run(module: str, *arguments: object) -> Readings:
    """Return what the module told of itself; its errors are seen by whoever looks."""
    process = start(module, *arguments)
    told, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"{module} ended with {process.returncode}.")
    return hear(told)


def read_peak() -> float:
    """Return the most megabytes that this process has had at once."""
    status = Path("/proc/self/status").read_text().splitlines()
    (peak,) = [line.split()[1] for line in status if line.startswith("VmHWM:")]
    return int(peak) / 1024


def tell_times(name: str, seconds: list[float]) -> list[Reading]:
    milliseconds: Array = np.array(seconds) * 1000
    return [
        Reading(name=f"{name}, p{share}", value=float(value), unit="ms CPU")
        for share, value in zip(
            (50, 99), np.percentile(milliseconds, (50, 99)), strict=True
        )
    ]
