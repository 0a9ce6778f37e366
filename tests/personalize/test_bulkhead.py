from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from threading import Event, Thread

import pytest

from personalize.backends.bulkhead import Bulkhead
from personalize.backends.perprocess import PerProcess
from personalize.exceptions import (
    BackendNotAsked,
    BackendRejected,
    BackendThrottled,
    BackendTimeout,
)

FORK_WARNING = "ignore:.*use of fork.*:DeprecationWarning"


@pytest.fixture
def ending() -> Iterator[Event]:
    """Lets the calls that wait for it end, at the latest with the test."""
    event = Event()
    yield event
    event.set()


def refuse() -> None:
    raise BackendRejected("No.")


def run_in_child(function: Callable[[], int]) -> int:
    """Call it in a fork of this process; its exit code is the answer."""
    pid = os.fork()
    if pid == 0:
        code = 99
        try:
            code = function()
        finally:
            # Whatever happened, this copy of pytest must not go on.
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def test_the_result_is_returned() -> None:
    assert Bulkhead(1).call(lambda: "answer", seconds=10) == "answer"


def test_the_error_of_the_call_is_raised() -> None:
    with pytest.raises(BackendRejected, match="No"):
        Bulkhead(1).call(refuse, seconds=10)


def test_a_caller_goes_on_before_a_late_call_has_ended(ending: Event) -> None:
    with pytest.raises(BackendTimeout):
        Bulkhead(1).call(ending.wait, seconds=0.01)
    assert not ending.is_set()


def test_a_full_bulkhead_turns_callers_away_at_once(ending: Event) -> None:
    bulkhead = Bulkhead(2)
    with pytest.raises(BackendTimeout):
        bulkhead.call(ending.wait, seconds=0.01)
    with pytest.raises(BackendTimeout):
        bulkhead.call(ending.wait, seconds=0.01)
    # Queueing for a place would take these ten minutes.
    with pytest.raises(BackendThrottled, match="All 2"):
        bulkhead.call(refuse, seconds=600)


def test_a_late_call_that_has_ended_leaves_its_place(ending: Event) -> None:
    bulkhead = Bulkhead(1)
    late = Thread(target=lambda: bulkhead.call(ending.wait, seconds=60))
    late.start()
    ending.set()
    late.join()
    assert bulkhead.call(lambda: "answer", seconds=10) == "answer"


def test_a_call_that_failed_leaves_its_place() -> None:
    bulkhead = Bulkhead(1)
    with pytest.raises(BackendRejected):
        bulkhead.call(refuse, seconds=10)
    assert bulkhead.call(lambda: "answer", seconds=10) == "answer"


def test_nothing_is_called_when_no_time_is_left() -> None:
    called: list[int] = []
    with pytest.raises(BackendNotAsked, match="No time was left"):
        Bulkhead(1).call(lambda: called.append(1), seconds=0)
    assert called == []


def test_a_system_out_of_threads_is_like_a_full_bulkhead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bulkhead = Bulkhead(1)
    with monkeypatch.context() as patched:
        patched.setattr("threading.Thread.start", exhausted)
        with pytest.raises(BackendThrottled, match="no further thread"):
            bulkhead.call(lambda: "answer", seconds=10)
    assert bulkhead.call(lambda: "answer", seconds=10) == "answer"


def exhausted(*args: object) -> None:
    raise RuntimeError("can't start new thread")


HANGING = """
import time

import django

django.setup()

from personalize.backends.bulkhead import Bulkhead
from personalize.exceptions import BackendTimeout
try:
    Bulkhead(1).call(lambda: time.sleep(600), seconds=0.01)
except BackendTimeout:
    print("timed out")
"""


def test_a_call_that_hangs_does_not_keep_the_interpreter_from_exiting() -> None:
    process = subprocess.run(
        [sys.executable, "-c", HANGING], capture_output=True, text=True, timeout=60
    )
    assert (process.returncode, process.stdout) == (0, "timed out\n")
    assert process.stderr == ""


@pytest.mark.filterwarnings(FORK_WARNING)
def test_a_forked_child_has_places_of_its_own(ending: Event) -> None:
    bulkhead = Bulkhead(1)
    with pytest.raises(BackendTimeout):
        bulkhead.call(ending.wait, seconds=0.01)
    assert run_in_child(lambda: bulkhead.call(lambda: 7, seconds=10)) == 7


@pytest.mark.filterwarnings(FORK_WARNING)
def test_a_value_is_made_once_in_each_process() -> None:
    made: list[int] = []
    value = PerProcess(lambda: made.append(1) or len(made))
    assert [value.get(), value.get()] == [1, 1]
    assert run_in_child(value.get) == 2
    assert value.get() == 1


def test_a_stale_value_is_made_again_but_not_all_the_time() -> None:
    numbers = iter(range(9))
    value = PerProcess(lambda: next(numbers))
    first = value.get()
    value.forget(older_than=60)
    second = value.get()
    value.forget(older_than=0)
    assert [first, second, value.get()] == [0, 0, 1]


def test_a_value_that_could_not_be_made_is_tried_again() -> None:
    outcomes = iter([BackendRejected("No."), None])
    value = PerProcess(lambda: raise_or("made", next(outcomes)))
    with pytest.raises(BackendRejected):
        value.get()
    assert value.get() == "made"


def raise_or(value: str, error: Exception | None) -> str:
    if error:
        raise error
    return value
