"""What was measured, as lines for a reader and as JSON for a program."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import astuple, dataclass
from typing import Self

import django
from django.db import connection

from benchmarks.measuring import Comparison, Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A median, the middle half of what was seen, and what that means."""

    benchmark: str
    name: str
    spread: Spread
    unit: str
    meaning: str
    detail: str = ""

    @classmethod
    def of_ratio(
        cls, benchmark: str, name: str, comparison: Comparison, meaning: str
    ) -> Self:
        return cls(
            benchmark=benchmark,
            name=name,
            spread=comparison.ratio,
            unit="×",
            meaning=meaning,
            detail=comparison.detail,
        )

    def render(self) -> str:
        low, value, high = map(write, astuple(self.spread))
        between = f"{low} – {high}" if self.spread.low < self.spread.high else "once"
        head = f"{value:>8} {self.unit:<9} {between:>17}   {self.name}"
        notes = [f"{'':39}{note}" for note in (self.detail, self.meaning) if note]
        return "\n".join([head, *notes])


def write(number: float) -> str:
    """Write three digits of a small number, and a large one in whole."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def describe_machine() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgresql = cursor.fetchone()[0]
    return {
        "cores": str(os.cpu_count()),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": postgresql,
        "system": sys.platform,
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
    }
