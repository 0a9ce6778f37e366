"""What is counted where answers are given."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core.cache import cache

from personalize.enums import FallbackReason
from personalize.exceptions import BackendNotConfigured, BackendTimeout
from personalize.metrics.counters import Counters, LastAnswer, read_last_answers
from personalize.metrics.latency import bucket_of, get_percentile
from personalize.metrics.measuring import measured
from personalize.recommendations import recommend
from tests.personalize.counted import count_answer, forget_counts, read_now
from tests.personalize.factories import make_request
from tests.shop.factories import make_product


@pytest.fixture(autouse=True)
def noon(time_machine: Any) -> Any:
    """A minute that does not end while a test runs."""
    time_machine.move_to("2026-03-01T12:00:10Z", tick=False)
    forget_counts()
    return time_machine


def fail(error: Exception) -> None:
    raise error


def test_an_answer_is_counted_with_its_backend(db: None, configure: Any) -> None:
    configure(answers={"best-sellers": [make_product().sku]})
    recommend(make_request(), "best-sellers", num_results=1)
    assert read_now().answers == {("best-sellers", "locmem", False): 1}


def test_the_time_of_a_backend_is_counted(db: None, configure: Any) -> None:
    configure(answers={"best-sellers": [make_product().sku]})
    recommend(make_request(), "best-sellers", num_results=1)
    counted = read_now().latencies
    assert [backend for backend, _ in counted] == ["locmem"]
    assert counted.total() == 1


def test_an_answer_from_the_cache_has_no_time(db: None, configure: Any) -> None:
    configure(answers={"best-sellers": [make_product().sku]})
    recommend(make_request(), "best-sellers", num_results=1)
    recommend(make_request(), "best-sellers", num_results=1)
    assert (read_now().answers.total(), read_now().latencies.total()) == (2, 1)


def test_a_failing_backend_is_counted_with_its_reason(db: None, configure: Any) -> None:
    configure(fault=BackendTimeout("Nothing came."))
    recommend(make_request(), "best-sellers")
    assert read_now().shortfalls == {("locmem", "timeout"): 1}


def test_having_nothing_for_a_use_case_is_no_failure() -> None:
    with pytest.raises(BackendNotConfigured), measured("aws"):
        fail(BackendNotConfigured("No ARN."))
    assert not read_now().shortfalls


def test_processes_are_added_up() -> None:
    count_answer()
    other = Counters()
    other.count_call("aws", seconds=0.02)
    other.count_call("aws", seconds=0.02)
    other.flush()
    sums = read_now()
    assert (sums.answers.total(), sums.latencies) == (1, {("aws", bucket_of(20)): 2})


def test_writing_often_counts_nothing_twice() -> None:
    count_answer()
    read_now()
    count_answer()
    read_now()
    assert read_now().answers.total() == 2


def test_a_minute_begins_at_nothing(noon: Any) -> None:
    count_answer()
    read_now()
    noon.move_to("2026-03-01T12:01:10Z", tick=False)
    count_answer()
    assert read_now().answers.total() == 1


def test_what_was_not_written_goes_with_the_next_minute(noon: Any) -> None:
    read_now()
    count_answer()
    noon.move_to("2026-03-01T12:01:10Z", tick=False)
    assert read_now().answers.total() == 1


def test_counts_wait_for_a_cache_that_is_away(settings: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(cache._connections["default"]), "_paused_until", 1e12)  # type: ignore[attr-defined]
        count_answer()
        assert not read_now().answers
    assert read_now().answers.total() == 1


def test_the_last_answer_of_a_use_case_is_remembered() -> None:
    count_answer(backend="aws")
    count_answer(backend="local", reason="timeout", is_fallback=True)
    read_now()
    (answer,) = read_last_answers(["best-sellers", "most-viewed"])
    assert (answer.backend, answer.reason) == ("local", FallbackReason.TIMEOUT)
    assert answer.at == time.time()
    assert isinstance(answer, LastAnswer)


@pytest.mark.parametrize("milliseconds", [0.13, 1.0, 7.7, 52.0, 480.0, 9000.0])
def test_a_time_is_kept_to_a_tenth(milliseconds: float) -> None:
    assert bucket_of(milliseconds) == pytest.approx(milliseconds, rel=0.1)


@pytest.mark.parametrize(("percent", "size"), [(50, 10.0), (95, 100.0), (99, 500.0)])
def test_percentiles_are_those_of_the_sizes(percent: float, size: float) -> None:
    counts = {10.0: 90, 100.0: 7, 500.0: 3}
    assert get_percentile(counts, percent) == size


def test_no_times_have_no_percentile() -> None:
    assert get_percentile({}, 95) == 0
