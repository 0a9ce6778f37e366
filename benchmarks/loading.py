from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from benchmarks.measuring import Cost, Meter, Spread
from benchmarks.report import Figure
from benchmarks.servers import DATABASE
from personalize.models import Event
from personalize.training import train_model

NAME = "loading"
DEMO = "Catalogue, pictures, shoppers, 60,000 events and their orders; at most 60 s."
HISTORY = "A retailer's purchases into a shop that has a history; 20,000 or more."


def load_demo() -> Iterator[Figure]:
    """Fill the shop that all else is measured in, and train its recommender."""
    cost = measure(lambda: run_command("load_demo"))
    train_model()
    # What loading left in memory must not be searched for garbage ever after.
    gc.collect()
    gc.freeze()
    yield Figure(
        benchmark=NAME,
        name="load_demo into an empty shop",
        spread=Spread.of_one(cost.wall / 1000),
        unit="s",
        detail=describe_seconds(cost),
        meaning=DEMO,
    )


def load_history(path: Path) -> Iterator[Figure]:
    items = path.with_name(path.name.replace(".csv", ".items.csv"))
    options = {"items": items} if items.exists() else {}
    known = Event.objects.count()
    cost = measure(lambda: run_command("load_interactions", path, **options))
    rows = Event.objects.count() - known
    yield Figure(
        benchmark=NAME,
        name=f"load_interactions, {rows:,} rows of {path.name}",
        spread=Spread.of_one(1000 * rows / cost.wall),
        unit="rows/s",
        detail=describe_seconds(cost),
        meaning=HISTORY,
    )


def measure(action: Callable[[], int]) -> Cost:
    return Meter(server=os.getpid(), database=DATABASE).measure(action)


def run_command(name: str, *arguments: object, **options: Any) -> int:
    # Commands call commands, which know nothing of their stdout=.
    with redirect_stdout(StringIO()):
        call_command(name, *arguments, verbosity=0, **options)
    return 1


def describe_seconds(cost: Cost) -> str:
    return f"{cost.server / 1000:.1f} + {cost.database / 1000:.1f} s CPU"
