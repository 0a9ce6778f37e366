"""The metrics that CloudWatch has, under whatever names and dimensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from personalize.metrics.alarm_table import AMAZON, Metric


@dataclass(frozen=True, slots=True)
class KnownMetrics:
    """Dimensions by the name of the metric, for the namespace of Amazon Personalize.

    The documents leave open by which dimensions, alone or together, some metrics are
    kept, and two spellings are in use: what is there decides.
    """

    by_name: Mapping[str, list[dict[str, str]]]

    def settle(self, metric: Metric) -> Metric:
        """Return the metric as CloudWatch has it, or as documented if it has none."""
        if metric.namespace != AMAZON:
            return metric
        found = next(self._find(metric), None)
        return found or replace(metric, names=metric.names[:1])

    def _find(self, metric: Metric) -> Iterator[Metric]:
        wanted = set(metric.dimensions.values())
        for name in metric.names:
            for dimensions in self.by_name.get(name, []):
                if wanted <= set(dimensions.values()):
                    yield replace(metric, names=(name,), dimensions=dimensions)


def read_known_metrics(cloudwatch: Any) -> KnownMetrics:
    by_name: dict[str, list[dict[str, str]]] = {}
    pages = cloudwatch.get_paginator("list_metrics").paginate(Namespace=AMAZON)
    for page in pages:
        for found in page["Metrics"]:
            dimensions = {each["Name"]: each["Value"] for each in found["Dimensions"]}
            by_name.setdefault(found["MetricName"], []).append(dimensions)
    return KnownMetrics(by_name)
