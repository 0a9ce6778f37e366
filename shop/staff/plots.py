"""Bars for the home page, drawn by the server: they need no script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format

from shop.staff.figures import Day

WIDTH, HEIGHT = 600, 160
# Of the place for a bar, what the bar takes.
FILLING = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    bars: list[Bar]
    first: str
    last: str
    # What the highest bar stands for.
    top: str
    width: int = WIDTH
    height: int = HEIGHT


def plot(
    days: Sequence[Day],
    get_value: Callable[[Day], Decimal | int],
    write: Callable[[Any], str],
) -> Plot:
    """Draw a bar a day; the highest takes the whole height."""
    values = [get_value(day) for day in days]
    top = max(values)
    labels = [date_format(day.day, "MONTH_DAY_FORMAT") for day in days]
    room = WIDTH / len(days)
    bars = [
        _make_bar(number * room, room, value / top if top else 0, f"{label}: {said}")
        for number, (value, label, said) in enumerate(
            zip(values, labels, map(write, values), strict=True)
        )
    ]
    return Plot(bars=bars, first=labels[0], last=labels[-1], top=write(top))


def _make_bar(x: float, room: float, share: Decimal | float, title: str) -> Bar:
    height = round(float(share) * HEIGHT, 1)
    return Bar(
        x=round(x + room * (1 - FILLING) / 2, 1),
        y=round(HEIGHT - height, 1),
        width=round(room * FILLING, 1),
        height=height,
        title=title,
    )
