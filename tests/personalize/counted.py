"""Counts that begin with a test."""

from __future__ import annotations

import time
from typing import Any

from personalize.metrics.counters import (
    Counters,
    LastAnswer,
    Sums,
    counters,
    read_minute,
)


def forget_counts() -> Counters:
    counters.forget(older_than=0)
    return counters.get()


def count_answer(*, times: int = 1, **fields: Any) -> None:
    defaults = {
        "use_case": "best-sellers",
        "backend": "aws",
        "reason": "",
        "is_fallback": False,
        "num_items": 4,
        "at": time.time(),
    }
    for _ in range(times):
        counters.get().count_answer(LastAnswer(**defaults | fields))


def read_now() -> Sums:
    """What all processes have written in the running minute, this one all it has."""
    counters.get().flush()
    return read_minute(int(time.time() // 60))
