"""What arrives at CloudWatch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings

from personalize.metrics import sending
from personalize.metrics.sending import send_metrics
from personalize.tasks import send_metrics as task
from tests.personalize.cloudwatch import REGION, open_client, run_cloudwatch
from tests.personalize.counted import count_answer, forget_counts, read_now
from tests.personalize.factories import make_event

pytestmark = pytest.mark.django_db

SPACE = "Personalize/Shop"
NOON = datetime(2026, 3, 1, 12, 0, 10, tzinfo=UTC)


@pytest.fixture
def url() -> Iterator[str]:
    with run_cloudwatch() as url:
        yield url


@pytest.fixture
def cloudwatch(url: str) -> Iterator[Any]:
    with open_client(url) as client:
        yield client


@pytest.fixture(autouse=True)
def configured(
    url: str, settings: Any, monkeypatch: pytest.MonkeyPatch, time_machine: Any
) -> Any:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")
    settings.PERSONALIZE = django_settings.PERSONALIZE | {
        "METRICS_NAMESPACE": SPACE,
        "METRICS_REGION": REGION,
        "ENDPOINT_URLS": {"cloudwatch": url},
    }
    time_machine.move_to(NOON, tick=False)
    forget_counts()
    return time_machine


def read(cloudwatch: Any, name: str, statistic: str, **dimensions: str) -> list[float]:
    found = cloudwatch.get_metric_statistics(
        Namespace=SPACE,
        MetricName=name,
        Dimensions=[{"Name": key, "Value": dimensions[key]} for key in dimensions],
        StartTime=NOON - timedelta(hours=1),
        EndTime=NOON + timedelta(hours=1),
        Period=60,
        Statistics=[statistic],
    )
    return [point[statistic] for point in found["Datapoints"]]


def send_after_a_minute(clock: Any) -> int:
    read_now()
    clock.move_to(NOON + timedelta(seconds=60), tick=False)
    return send_metrics()


def test_the_backlog_is_sent(cloudwatch: Any) -> None:
    make_event("g_1")
    make_event("g_1", status="rejected", error="no such tracker")
    send_metrics()
    assert read(cloudwatch, "PendingEvents", "Maximum") == [1.0]
    assert read(cloudwatch, "RejectedEvents", "Maximum") == [1.0]


def test_answers_are_sent_by_use_case_and_backend(
    cloudwatch: Any, configured: Any
) -> None:
    count_answer(times=2)
    send_after_a_minute(configured)
    ours = {"UseCase": "best-sellers", "Backend": "aws"}
    assert read(cloudwatch, "Answers", "Sum", **ours) == [2.0]


def test_the_share_of_fallbacks_is_an_average(cloudwatch: Any, configured: Any) -> None:
    count_answer(times=3)
    count_answer(backend="local", is_fallback=True)
    send_after_a_minute(configured)
    assert read(cloudwatch, "FallbackShare", "Average") == [25.0]
    use_case = {"UseCase": "best-sellers"}
    assert read(cloudwatch, "FallbackShare", "Average", **use_case) == [25.0]


def test_the_times_of_a_backend_keep_their_spread(
    cloudwatch: Any, configured: Any
) -> None:
    counters = forget_counts()
    counters.count_call("aws", seconds=0.01)
    counters.count_call("aws", seconds=0.4)
    send_after_a_minute(configured)
    backend = {"Backend": "aws"}
    assert read(cloudwatch, "BackendLatency", "SampleCount", **backend) == [2.0]
    (longest,) = read(cloudwatch, "BackendLatency", "Maximum", **backend)
    assert longest == pytest.approx(400, rel=0.1)


def test_a_minute_is_sent_once(cloudwatch: Any, configured: Any) -> None:
    count_answer()
    send_after_a_minute(configured)
    send_metrics()
    ours = {"UseCase": "best-sellers", "Backend": "aws"}
    assert read(cloudwatch, "Answers", "Sum", **ours) == [1.0]


def test_a_minute_that_could_not_be_sent_is_sent_later(
    cloudwatch: Any, configured: Any, settings: Any, caplog: Any
) -> None:
    count_answer()
    ours = {"UseCase": "best-sellers", "Backend": "aws"}
    there = settings.PERSONALIZE
    nowhere = {"cloudwatch": "http://127.0.0.1:9"}
    settings.PERSONALIZE = there | {"ENDPOINT_URLS": nowhere}
    assert send_after_a_minute(configured) == 0
    assert "could not be sent" in caplog.text
    settings.PERSONALIZE = there
    send_metrics()
    assert read(cloudwatch, "Answers", "Sum", **ours) == [1.0]


def test_many_metrics_go_in_several_calls(
    cloudwatch: Any, configured: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "METRICS_PER_CALL", 2)
    count_answer()
    assert send_after_a_minute(configured) == 6
    assert read(cloudwatch, "PendingEvents", "SampleCount") == [1.0]
    assert read(cloudwatch, "FallbackShare", "Average") == [0.0]


def test_nothing_is_sent_where_no_namespace_is_set(
    cloudwatch: Any, settings: Any
) -> None:
    settings.PERSONALIZE = settings.PERSONALIZE | {"METRICS_NAMESPACE": ""}
    assert send_metrics() == 0
    assert cloudwatch.list_metrics()["Metrics"] == []


def test_the_last_sending_is_remembered(configured: Any) -> None:
    send_metrics()
    assert sending.get_last_sending() == sending.Sending(at=NOON)


def test_the_beat_has_a_task_for_it(cloudwatch: Any) -> None:
    task()
    names = {each["MetricName"] for each in cloudwatch.list_metrics()["Metrics"]}
    assert names == {"PendingEvents", "OldestPendingEvent", "RejectedEvents"}
