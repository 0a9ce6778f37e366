"""Alarms in CloudWatch: made as declared, listed, and taken away again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from personalize.metrics.alarm_table import Alarm, Metric, declare
from personalize.metrics.dashboard import render_dashboard
from personalize.metrics.known import KnownMetrics, read_known_metrics
from personalize.metrics.watched import Watched

# After the prefix in the name of each alarm, so that no other alarm is ever touched.
MARK = "personalize"
# DeleteAlarms takes so many names.
DELETED_PER_CALL = 100
BASIC_STATISTICS = ("Sum", "Average", "Minimum", "Maximum", "SampleCount")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was done about one alarm: created, changed, kept or deleted."""

    name: str
    done: str


def apply_alarms(
    cloudwatch: Any, watched: Watched, *, prefix: str, topic_arn: str = ""
) -> list[Change]:
    """Make alarms and dashboard as declared; delete what is declared no more."""
    known = read_known_metrics(cloudwatch)
    existing = {each["AlarmName"]: each for each in list_alarms(cloudwatch, prefix)}
    changes = []
    for alarm in declare(watched):
        request = render_alarm(alarm, known, prefix=prefix, topic_arn=topic_arn)
        found = existing.pop(request["AlarmName"], None)
        changes.append(_put(cloudwatch, request, found))
    _delete(cloudwatch, list(existing))
    region = cloudwatch.meta.region_name
    cloudwatch.put_dashboard(
        DashboardName=name_dashboard(prefix),
        DashboardBody=render_dashboard(watched, known, region=region),
    )
    return [*changes, *(Change(name=name, done="deleted") for name in existing)]


def list_alarms(cloudwatch: Any, prefix: str) -> Iterator[dict[str, Any]]:
    pages = cloudwatch.get_paginator("describe_alarms").paginate(
        AlarmNamePrefix=name_alarm(prefix, ""), AlarmTypes=["MetricAlarm"]
    )
    for page in pages:
        yield from page["MetricAlarms"]


def delete_alarms(cloudwatch: Any, *, prefix: str) -> list[str]:
    """Delete the alarms and the dashboard of the prefix; return the alarms' names."""
    names = [each["AlarmName"] for each in list_alarms(cloudwatch, prefix)]
    _delete(cloudwatch, names)
    dashboard = name_dashboard(prefix)
    found = cloudwatch.list_dashboards(DashboardNamePrefix=dashboard)
    if any(each["DashboardName"] == dashboard for each in found["DashboardEntries"]):
        cloudwatch.delete_dashboards(DashboardNames=[dashboard])
    return names


def name_alarm(prefix: str, key: str) -> str:
    return f"{prefix}-{MARK}-{key}"


def name_dashboard(prefix: str) -> str:
    return f"{prefix}-{MARK}"


def render_alarm(
    alarm: Alarm, known: KnownMetrics, *, prefix: str, topic_arn: str
) -> dict[str, Any]:
    """Return the alarm as PutMetricAlarm takes it."""
    below = alarm.is_below is not None
    return {
        "AlarmName": name_alarm(prefix, alarm.key),
        "AlarmDescription": alarm.says,
        "EvaluationPeriods": alarm.periods,
        "Threshold": float((alarm.is_below if below else alarm.is_at_least) or 0),
        "ComparisonOperator": (
            "LessThanThreshold" if below else "GreaterThanOrEqualToThreshold"
        ),
        "TreatMissingData": "breaching" if alarm.silence_rings else "notBreaching",
        "AlarmActions": [topic_arn] if topic_arn else [],
        "OKActions": [topic_arn] if topic_arn else [],
        **_render_metric(alarm, known),
    }


def _render_metric(alarm: Alarm, known: KnownMetrics) -> dict[str, Any]:
    metric = known.settle(alarm.metric)
    if alarm.share_of is not None:
        return {"Metrics": _render_share(alarm, metric, known.settle(alarm.share_of))}
    is_basic = alarm.statistic in BASIC_STATISTICS
    return {
        **_name(metric),
        "Period": alarm.period,
        "Statistic" if is_basic else "ExtendedStatistic": alarm.statistic,
    }


def _render_share(alarm: Alarm, part: Metric, whole: Metric) -> list[dict[str, Any]]:
    counted = {"Period": alarm.period, "Stat": alarm.statistic}
    return [
        {
            "Id": "share",
            "Expression": "100 * part / whole",
            "Label": "per cent",
            "ReturnData": True,
        },
        *(
            {
                "Id": name,
                "MetricStat": {"Metric": _name(metric), **counted},
                "ReturnData": False,
            }
            for name, metric in (("part", part), ("whole", whole))
        ),
    ]


def _name(metric: Metric) -> dict[str, Any]:
    return {
        "Namespace": metric.namespace,
        "MetricName": metric.names[0],
        "Dimensions": [
            {"Name": name, "Value": value}
            for name, value in sorted(metric.dimensions.items())
        ],
    }


def _put(
    cloudwatch: Any, request: Mapping[str, Any], existing: dict[str, Any] | None
) -> Change:
    name = request["AlarmName"]
    if existing and _is_same(request, existing):
        return Change(name=name, done="kept")
    cloudwatch.put_metric_alarm(**request)
    return Change(name=name, done="changed" if existing else "created")


def _is_same(request: Mapping[str, Any], existing: Mapping[str, Any]) -> bool:
    return all(_sorted(existing.get(key)) == _sorted(request[key]) for key in request)


def _sorted(value: Any) -> Any:
    """CloudWatch gives lists back in an order of its own."""
    return sorted(value, key=repr) if isinstance(value, list) else value


def _delete(cloudwatch: Any, names: Iterable[str]) -> None:
    doomed = list(names)
    for start in range(0, len(doomed), DELETED_PER_CALL):
        cloudwatch.delete_alarms(AlarmNames=doomed[start : start + DELETED_PER_CALL])
