"""Sending the metrics to CloudWatch: each minute once, none while it is away."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.cache import cache

from personalize.conf import conf
from personalize.metrics.amazon import AmazonClients
from personalize.metrics.counters import (
    KEPT_SECONDS,
    KEY,
    LAST_KEPT_SECONDS,
    read_minute,
)
from personalize.metrics.gathering import (
    gather_answers,
    gather_backlog,
    minute_to_time,
)

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch.type_defs import MetricDatumTypeDef

logger = logging.getLogger(__name__)

# PutMetricData takes 1000 metrics and 1 MB; the values of latencies are long.
METRICS_PER_CALL = 250
# Minutes that a task which did not run catches up with.
MINUTES_BACK = 15
# Seconds after a minute in which slow processes write what belongs to it.
GRACE = 5
LAST_KEY = f"{KEY}:sending"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    at: datetime
    error: str = ""


def send_metrics() -> int:
    """Send what is new, and return how many metrics that was."""
    if not conf.METRICS_NAMESPACE:
        return 0
    clients = AmazonClients(
        region=conf.METRICS_REGION, endpoint_urls=conf.ENDPOINT_URLS
    )
    with closing(clients):
        try:
            sent = _send(clients)
        except (BotoCoreError, ClientError) as error:
            logger.warning("The metrics could not be sent.", exc_info=True)
            _remember(str(error))
            return 0
    _remember()
    return sent


def get_last_sending() -> Sending | None:
    """Return how the last sending went, if there was one within a week."""
    found: Sending | None = cache.get(LAST_KEY)
    return found


def _send(clients: AmazonClients) -> int:
    cloudwatch = clients.get("cloudwatch")
    now = datetime.now(UTC)
    sent = _put(cloudwatch, [datum.render(now) for datum in gather_backlog()])
    for minute in _claim_minutes():
        sent += _send_minute(cloudwatch, minute)
    return sent


def _send_minute(cloudwatch: Any, minute: int) -> int:
    at = minute_to_time(minute)
    data = [datum.render(at) for datum in gather_answers(read_minute(minute))]
    try:
        return _put(cloudwatch, data)
    except (BotoCoreError, ClientError):
        # Whoever comes next tries again.
        cache.delete(_claim_key(minute))
        raise


def _claim_minutes() -> Iterator[int]:
    """Yield the minutes that are over and that no other task has sent or is sending."""
    newest = int((time.time() - GRACE) // 60)
    for minute in range(newest - MINUTES_BACK, newest):
        if cache.add(_claim_key(minute), 1, KEPT_SECONDS):
            yield minute


def _put(cloudwatch: Any, data: Sequence[MetricDatumTypeDef]) -> int:
    for batch in _batches(data):
        cloudwatch.put_metric_data(Namespace=conf.METRICS_NAMESPACE, MetricData=batch)
    return len(data)


def _batches(
    data: Sequence[MetricDatumTypeDef],
) -> Iterable[Sequence[MetricDatumTypeDef]]:
    starts = range(0, len(data), METRICS_PER_CALL)
    return (data[start : start + METRICS_PER_CALL] for start in starts)


def _remember(error: str = "") -> None:
    sending = Sending(at=datetime.now(UTC), error=error)
    cache.set(LAST_KEY, sending, LAST_KEPT_SECONDS)


def _claim_key(minute: int) -> str:
    return f"{KEY}:sent:{minute}"
