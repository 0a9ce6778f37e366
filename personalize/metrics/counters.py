"""Counting answers where they are given, for next to nothing.

Each process counts in its own memory and, every few seconds and in passing, writes its
sums of the running minute into the shared cache: into a place of its own, so that
nothing is read back, locked or counted twice. What a process had counted in the last
seconds before it ended is lost.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from django.core.cache import cache

from personalize.backends.perprocess import PerProcess
from personalize.metrics.latency import bucket_of

KEY = "personalize:metrics"
# So long a process keeps what it has counted to itself.
FLUSH_SECONDS = 5.0
# A minute's sums wait so long for the task that sends them.
KEPT_SECONDS = 3600
LAST_KEPT_SECONDS = 7 * 24 * 3600
# Of a minute no more places are read than this.
MOST_PROCESSES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAnswer:
    """``reason`` says why the first backend did not give (all of) it."""

    use_case: str
    backend: str
    reason: str
    is_fallback: bool
    num_items: int
    at: float


@dataclass(slots=True, kw_only=True)
class Sums:
    """Answers by use case, backend and whether that was a fallback; failures by backend
    and reason; answers of backends by milliseconds."""

    answers: Counter[tuple[str, str, bool]] = field(default_factory=Counter)
    shortfalls: Counter[tuple[str, str]] = field(default_factory=Counter)
    latencies: Counter[tuple[str, float]] = field(default_factory=Counter)

    def add(self, other: Sums) -> None:
        self.answers.update(other.answers)
        self.shortfalls.update(other.shortfalls)
        self.latencies.update(other.latencies)


class Counters:
    """The counts of one process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._flushing = Lock()
        self._flush_at = 0.0
        # Not written yet, and written for the running minute.
        self._new = Sums()
        self._written = Sums()
        self._last: dict[str, LastAnswer] = {}
        self._minute = 0
        self._place = 0

    def count_answer(self, answer: LastAnswer) -> None:
        with self._lock:
            self._new.answers[answer.use_case, answer.backend, answer.is_fallback] += 1
            self._last[answer.use_case] = answer
        self._flush_if_due()

    def count_call(self, backend: str, *, seconds: float, reason: str = "") -> None:
        """Count one question to a backend, which failed if there is a reason."""
        with self._lock:
            if reason:
                self._new.shortfalls[backend, reason] += 1
            else:
                self._new.latencies[backend, bucket_of(1000 * seconds)] += 1
        self._flush_if_due()

    def flush(self) -> None:
        """Write what was counted, unless another thread is about it."""
        if not self._flushing.acquire(blocking=False):
            return
        try:
            self._flush_at = time.monotonic() + FLUSH_SECONDS
            self._write(int(time.time() // 60))
        finally:
            self._flushing.release()

    def _flush_if_due(self) -> None:
        if time.monotonic() >= self._flush_at:
            self.flush()

    def _write(self, minute: int) -> None:
        if minute != self._minute:
            self._minute, self._place = minute, _take_place(minute)
            self._written = Sums()
        # Without a place the cache is away; what is new waits for it.
        if not self._place:
            self._minute = 0
            return
        last = self._move_new()
        cache.set(_place_key(minute, self._place), self._written, KEPT_SECONDS)
        cache.set_many(last, LAST_KEPT_SECONDS)

    def _move_new(self) -> dict[str, LastAnswer]:
        with self._lock:
            self._written.add(self._new)
            self._new = Sums()
            last = {_last_key(name): answer for name, answer in self._last.items()}
            self._last = {}
        return last


def read_minute(minute: int) -> Sums:
    """Add up what all processes counted in a minute, given in minutes since 1970."""
    places = min(int(cache.get(_places_key(minute), 0)), MOST_PROCESSES)
    keys = [_place_key(minute, place) for place in range(1, places + 1)]
    total = Sums()
    for sums in cache.get_many(keys).values():
        total.add(sums)
    return total


def read_last_answers(use_cases: Iterable[str]) -> list[LastAnswer]:
    """Return the last answer that was given for each use case, where one was."""
    keys = [_last_key(name) for name in use_cases]
    found = cache.get_many(keys)
    return [found[key] for key in keys if key in found]


def _take_place(minute: int) -> int:
    """Return a number that no other process has, or 0 when the cache is away."""
    key = _places_key(minute)
    cache.add(key, 0, KEPT_SECONDS)
    try:
        return cache.incr(key)
    except ValueError:
        return 0


def _places_key(minute: int) -> str:
    return f"{KEY}:{minute}:places"


def _place_key(minute: int, place: int) -> str:
    return f"{KEY}:{minute}:{place}"


def _last_key(use_case: str) -> str:
    return f"{KEY}:last:{use_case}"


counters = PerProcess(Counters)
