"""What was measured, as lines for a reader and as JSON for a program."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Self

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
