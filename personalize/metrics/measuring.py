"""How long backends take to answer, and how often they do not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from personalize.exceptions import BackendError, BackendNotConfigured
from personalize.metrics.counters import counters


@contextmanager
def measured(backend: str) -> Iterator[None]:
    """Count one question to a backend; having nothing for it is no failure."""
    start = perf_counter()
    try:
        yield
    except BackendNotConfigured:
        raise
    except BackendError as error:
        seconds = perf_counter() - start
        counters.get().count_call(backend, seconds=seconds, reason=error.reason)
        raise
    counters.get().count_call(backend, seconds=perf_counter() - start)
