"""Values that each process makes for itself: connections, semaphores."""

from __future__ import annotations

import os
from collections.abc import Callable
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar
from weakref import WeakSet

T = TypeVar("T")

# A value that turned out to be stale is not made anew more often than this.
RENEWAL_SECONDS = 5.0


class PerProcess(Generic[T]):
    """Makes a value in the first thread that asks for it, and again after a fork.

    A child that went on with its parent's sockets would read the parent's answers,
    and a lock that another thread held at the fork is never released in the child.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._value: T | None = None
        self._start_afresh()
        _known.add(self)

    @property
    def is_made(self) -> bool:
        return self._value is not None

    def get(self) -> T:
        with self._lock:
            if self._value is None:
                self._value = self._make()
                self._made_at = monotonic()
            return self._value

    def forget(self, *, older_than: float = RENEWAL_SECONDS) -> None:
        """Have the value made again, unless it has just been made."""
        with self._lock:
            if monotonic() - self._made_at >= older_than:
                self._value = None

    def _start_afresh(self) -> None:
        self._lock = Lock()
        self._value = None
        self._made_at = 0.0


_known: WeakSet[PerProcess] = WeakSet()


def _start_all_afresh() -> None:
    for each in list(_known):
        each._start_afresh()


os.register_at_fork(after_in_child=_start_all_afresh)
