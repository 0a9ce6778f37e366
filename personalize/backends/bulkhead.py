"""Waiting for a slow call no longer than a page can, and for few of them at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from threading import BoundedSemaphore, Thread
from typing import Any, TypeVar

from personalize.backends.perprocess import PerProcess
from personalize.exceptions import (
    BackendError,
    BackendNotAsked,
    BackendThrottled,
    BackendTimeout,
)

T = TypeVar("T")


class DeadlinePassed(BackendTimeout):
    """The caller could not wait longer; the call goes on."""


class Bulkhead:
    """Makes calls in threads, so many at once, and leaves those that are late.

    A time-out of the client is none of the answer's: a server that sends a byte now
    and then holds a call for as long as it likes. A call that was left keeps its place
    until it ends; while all places are taken, the next caller is turned away at once
    instead of queueing.

    Its threads are daemons, unlike those of a ThreadPoolExecutor, which the interpreter
    joins when it exits: a call that hangs must not keep the process alive.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._places = PerProcess(partial(BoundedSemaphore, size))

    def call(self, function: Callable[[], T], *, seconds: float) -> T:
        """Return what the function returns, or raise the BackendError it raises."""
        places = self._places.get()
        if seconds <= 0:
            raise BackendNotAsked("No time was left on this page to wait.")
        if not places.acquire(blocking=False):
            raise BackendThrottled(
                f"All {self.size} calls that may wait at once are waiting already."
            )
        future: Future[T] = Future()
        self._start(places, partial(_run, function, places, future))
        try:
            return future.result(timeout=seconds)
        except TimeoutError as error:
            raise DeadlinePassed(f"No answer within {seconds:.3f} s.") from error

    def _start(self, places: BoundedSemaphore, run: Callable[[], None]) -> None:
        try:
            Thread(target=run, name="personalize-bulkhead", daemon=True).start()
        except RuntimeError as error:
            places.release()
            raise BackendThrottled("The system gives no further thread.") from error


def _run(
    function: Callable[[], T], places: BoundedSemaphore, future: Future[Any]
) -> None:
    try:
        result = _run_and_leave(function, places)
    except BackendError as error:
        future.set_exception(error)
    else:
        future.set_result(result)


def _run_and_leave(function: Callable[[], T], places: BoundedSemaphore) -> T:
    # The place is free before the caller knows the result and may want it again.
    try:
        return function()
    finally:
        places.release()
