"""This shop's numbers as CloudWatch takes them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from personalize.metrics.counters import Sums
from personalize.reports import count_rejected, get_backlog

if TYPE_CHECKING:
    from mypy_boto3_cloudwatch.literals import StandardUnitType
    from mypy_boto3_cloudwatch.type_defs import MetricDatumTypeDef

# What alarms and the dashboard call them.
PENDING = "PendingEvents"
REJECTED = "RejectedEvents"
OLDEST_PENDING = "OldestPendingEvent"
ANSWERS = "Answers"
FALLBACKS = "FallbackShare"
FAILURES = "BackendFailures"
LATENCY = "BackendLatency"
# Without such a value's place in a dimension CloudWatch refuses the metric.
NOBODY = "none"
# One metric may hold so many different values at once.
MOST_VALUES = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Datum:
    """One metric at one moment: values, and how often each of them came."""

    name: str
    unit: StandardUnitType
    counts: Mapping[float, int]
    dimensions: Mapping[str, str] = field(default_factory=dict)

    def render(self, at: datetime) -> MetricDatumTypeDef:
        values = sorted(self.counts)[:MOST_VALUES]
        return {
            "MetricName": self.name,
            "Unit": self.unit,
            "Timestamp": at,
            "Values": values,
            "Counts": [float(self.counts[value]) for value in values],
            "Dimensions": [
                {"Name": name, "Value": value or NOBODY}
                for name, value in self.dimensions.items()
            ],
        }


def gather_backlog() -> Iterator[Datum]:
    """Tell how the delivery of events is doing now."""
    backlog = get_backlog()
    yield _gauge(PENDING, "Count", backlog.pending)
    yield _gauge(OLDEST_PENDING, "Seconds", backlog.oldest.total_seconds())
    yield _gauge(REJECTED, "Count", count_rejected())


def gather_answers(sums: Sums) -> Iterator[Datum]:
    """Tell who answered in a minute, instead of whom, and how fast."""
    by_backend: Counter[tuple[str, str]] = Counter()
    for (use_case, backend, _), count in sums.answers.items():
        by_backend[use_case, backend] += count
    for (use_case, backend), count in by_backend.items():
        yield _gauge(ANSWERS, "Count", count, UseCase=use_case, Backend=backend)
    yield from _gather_fallbacks(sums)
    for (backend, reason), count in sums.shortfalls.items():
        yield _gauge(FAILURES, "Count", count, Backend=backend, Reason=reason)
    for backend, counts in _latencies(sums).items():
        yield Datum(
            name=LATENCY,
            unit="Milliseconds",
            counts=counts,
            dimensions={"Backend": backend},
        )


def minute_to_time(minute: int) -> datetime:
    return datetime.fromtimestamp(60 * minute, UTC)


def _gather_fallbacks(sums: Sums) -> Iterator[Datum]:
    """One value an answer, 0 or 100, so that any average over time is a true one."""
    total: Counter[float] = Counter()
    per_use_case: defaultdict[str, Counter[float]] = defaultdict(Counter)
    for (use_case, _, is_fallback), count in sums.answers.items():
        value = 100.0 if is_fallback else 0.0
        total[value] += count
        per_use_case[use_case][value] += count
    if total:
        yield Datum(name=FALLBACKS, unit="Percent", counts=total)
    for use_case, counts in per_use_case.items():
        yield Datum(
            name=FALLBACKS,
            unit="Percent",
            counts=counts,
            dimensions={"UseCase": use_case},
        )


def _latencies(sums: Sums) -> dict[str, Counter[float]]:
    found: defaultdict[str, Counter[float]] = defaultdict(Counter)
    for (backend, milliseconds), count in sums.latencies.items():
        found[backend][milliseconds] += count
    return found


def _gauge(name: str, unit: StandardUnitType, value: float, **dimensions: str) -> Datum:
    return Datum(name=name, unit=unit, counts={float(value): 1}, dimensions=dimensions)
