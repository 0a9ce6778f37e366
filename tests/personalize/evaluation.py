"""Logs, queries, and the other script that computes the same figures."""

from __future__ import annotations

import gzip
import runpy
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from personalize.engine.evaluation.queries import Queries, Query
from personalize.engine.event_log import EventLog

SHARED = Path(__file__).parents[3] / "shared"
SCRIPT = SHARED / "tools" / "evaluate.py"
needs_script = pytest.mark.skipif(not SCRIPT.exists(), reason=f"no {SCRIPT}")
DATA = sorted(
    path
    for path in (SHARED / "data").glob("*.csv.gz")
    if not path.name.endswith(".items.csv.gz")
)
Event = tuple[str, str, str, int]


def load_script() -> dict[str, Any]:
    return runpy.run_path(str(SCRIPT), run_name="script")


def make_log(events: Iterable[Event]) -> EventLog:
    columns = list(zip(*events, strict=True)) or [(), (), (), ()]
    return EventLog().extend(*columns)


def make_visits(**items_of: str) -> EventLog:
    """One letter is one item; all visitors go on at once, a second between events."""
    return make_log(
        (visitor, item, "View", second)
        for visitor, items in items_of.items()
        for second, item in enumerate(items, start=1)
    )


def make_random_events(number: int = 1500, *, seed: int = 0) -> list[Event]:
    """Many at the same second, in no order, and some visitors with a single one."""
    rng = np.random.default_rng(seed)
    visitors = rng.zipf(1.3, number) % 150
    items = rng.zipf(1.2, number) % 60
    types = rng.choice(["View", "AddToCart", "Purchase", "Wave"], number)
    times = rng.integers(1_600_000_000, 1_600_000_000 + number // 2, number)
    return [
        (f"v{visitor}", f"i{item}", str(kind), int(moment))
        for visitor, item, kind, moment in zip(
            visitors, items, types, times, strict=True
        )
    ]


@cache
def read_some_events(path: Path, num_visitors: int) -> list[Event]:
    """All events of those who come first in a file."""
    with gzip.open(path, "rt") as file:
        rows = [line.rstrip().split(",") for line in islice(file, 1, None)]
    chosen = set(islice(dict.fromkeys(row[0] for row in rows), num_visitors))
    return [
        (user, item, kind, int(moment))
        for user, item, kind, moment in rows
        if user in chosen
    ]


def make_query(
    history: str = "a", targets: str = "b", *, drop_history: bool = True
) -> Query:
    return Query(
        visitor_id="v",
        history=tuple(history),
        times=tuple(map(float, range(len(history)))),
        types=("View",) * len(history),
        now=float(len(history)),
        targets=tuple(targets),
        drop_history=drop_history,
    )


def summarise(queries: Queries) -> list[tuple[str, str, str]]:
    """Visitor, history and targets, of items with names of one letter."""
    return [
        (query.visitor_id, "".join(query.history), "".join(query.targets))
        for query in queries
    ]


def to_dicts(queries: Iterable[Query]) -> list[dict[str, Any]]:
    """In the form of the script's own."""
    return [
        {
            "q": number,
            "user": query.visitor_id,
            "history": list(query.history),
            "times": list(query.times),
            "types": list(query.types),
            "now": query.now,
            "targets": list(query.targets),
            "drop": int(query.drop_history),
        }
        for number, query in enumerate(queries)
    ]


def get_rows(log: EventLog) -> list[tuple[str, str, str, float]]:
    visitors, types = [*log.visitor_ids], [*log.event_types]
    columns = (
        [visitors[code] for code in log.visitors],
        log.sorted_item_ids()[log.items].tolist(),
        [types[code] for code in log.types],
        log.times.tolist(),
    )
    return list(zip(*columns, strict=True))


class Parrot:
    """Recommends the same to everybody, whatever it is asked."""

    def __init__(self, ranked: Sequence[str]) -> None:
        self.ranked = list(ranked)

    def __call__(
        self, history: Sequence[str], k: int, query: Any = None
    ) -> Sequence[str]:
        return self.ranked[:k]
