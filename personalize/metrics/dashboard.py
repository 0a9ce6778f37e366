"""A page of charts in CloudWatch: what Amazon measures beside what the shop does."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from personalize.metrics import gathering as own
from personalize.metrics.alarm_table import (
    Metric,
    operation_of,
    requests_of,
)
from personalize.metrics.known import KnownMetrics
from personalize.metrics.watched import Watched

# A dashboard is 24 columns wide.
WIDTH, HEIGHT, PER_ROW = 8, 6, 3
PERCENTILES = ("p50", "p95", "p99")
Line = list[Any]


def render_dashboard(watched: Watched, known: KnownMetrics, *, region: str) -> str:
    charts = [
        *(_chart_shop(watched) if watched.namespace else ()),
        *_chart_amazon(watched, known),
    ]
    widgets = [
        {
            "type": "metric",
            "x": WIDTH * (number % PER_ROW),
            "y": HEIGHT * (number // PER_ROW),
            "width": WIDTH,
            "height": HEIGHT,
            "properties": chart | {"region": region, "view": "timeSeries"},
        }
        for number, chart in enumerate(charts)
    ]
    return json.dumps({"widgets": widgets})


def _chart_shop(watched: Watched) -> Iterator[dict[str, Any]]:
    space = watched.namespace
    pending = [[space, own.PENDING], [space, own.REJECTED]]
    yield _chart("Events waiting and rejected", pending, "Maximum")
    oldest = [[space, own.OLDEST_PENDING]]
    yield _chart("Age of the oldest waiting event (s)", oldest, "Maximum")
    yield _chart("Share of fallbacks (%)", [[space, own.FALLBACKS]], "Average")
    answers = (
        f"SEARCH('{{{space},UseCase,Backend}} MetricName=\"{own.ANSWERS}\"', 'Sum')"
    )
    yield _chart("Answers by use case and backend", [[{"expression": answers}]], "Sum")
    latency: Line = [space, own.LATENCY, "Backend", watched.backend]
    lines = [[*latency, {"stat": percentile}] for percentile in PERCENTILES]
    yield _chart(f"Time of {watched.backend} as the shop sees it (ms)", lines, "p95")
    failed = (
        f"SEARCH('{{{space},Backend,Reason}} MetricName=\"{own.FAILURES}\"', 'Sum')"
    )
    yield _chart("Failures of backends", [[{"expression": failed}]], "Sum")


def _chart_amazon(watched: Watched, known: KnownMetrics) -> Iterator[dict[str, Any]]:
    def lines(metrics: Iterable[Metric]) -> list[Line]:
        return [_line(known.settle(metric)) for metric in metrics]

    if watched.tracker_arn:
        names = ("PutEventsRequests", "PutEvents4xxErrors", "PutEvents5xxErrors")
        tracker = {"EventTrackerArn": watched.tracker_arn}
        events = [Metric(names=(name,), dimensions=tracker) for name in names]
        yield _chart("Events at Amazon", lines(events), "Sum")
    for served in watched.served:
        campaign = {"CampaignArn": served.arn}
        operation = operation_of(served)
        counted = [
            requests_of(served),
            *(
                Metric(names=(f"{operation}{status}Errors",), dimensions=campaign)
                for status in ("4xx", "5xx")
            ),
        ]
        yield _chart(f"{served.name}: questions and errors", lines(counted), "Sum")
        latency = [Metric(names=(f"{operation}Latency",), dimensions=campaign)]
        yield _chart(f"{served.name}: latency (ms)", lines(latency), "Average")


def _line(metric: Metric) -> Line:
    dimensions = [text for pair in metric.dimensions.items() for text in pair]
    return [metric.namespace, metric.names[0], *dimensions]


def _chart(title: str, lines: list[Line], stat: str) -> dict[str, Any]:
    return {"title": title, "metrics": lines, "stat": stat, "period": 300}
