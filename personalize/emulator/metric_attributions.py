from __future__ import annotations

import re
from typing import Any

from personalize.emulator import kinds
from personalize.emulator.datasets import find_dataset
from personalize.emulator.errors import (
    InvalidInputError,
    LimitExceededError,
    ResourceAlreadyExistsError,
)
from personalize.emulator.pages import cut_page
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.schemas import get_schema
from personalize.emulator.state import State
from personalize.emulator.updates import begin_update

MOST_METRICS = 10
SUM = re.compile(r"SUM\((Items|Interactions)\.(\w+)\)", re.ASCII | re.IGNORECASE)
COUNT = re.compile(r"SAMPLECOUNT\(\)", re.IGNORECASE)

Metrics = list[dict[str, str]]


@operation("CreateMetricAttribution")
def create_metric_attribution(state: State, request: Request) -> Answered:
    """Create the one metric attribution of a group; nothing is reported."""
    group = state.get_active(kinds.DATASET_GROUP, request["datasetGroupArn"])
    if state.find(kinds.METRIC_ATTRIBUTION, datasetGroupArn=group.arn):
        raise LimitExceededError("A dataset group can have one metric attribution.")
    _check_interactions(state, group)
    _check_metrics(state, group, request["metrics"])
    attribution = state.create(
        kinds.METRIC_ATTRIBUTION,
        request["name"],
        {
            "datasetGroupArn": group.arn,
            "metrics": request["metrics"],
            "metricsOutputConfig": request["metricsOutputConfig"],
        },
    )
    return {"metricAttributionArn": attribution.arn}


@operation("UpdateMetricAttribution")
def update_metric_attribution(state: State, request: Request) -> Answered:
    """Add and remove metrics of a metric attribution."""
    attribution = _get(state, request)
    group_arn = attribution.attributes["datasetGroupArn"]
    group = state.get(kinds.DATASET_GROUP, group_arn)
    present = state.get_attributes(attribution)
    metrics = _remove(present["metrics"], request.get("removeMetrics", []))
    metrics = _add(metrics, request.get("addMetrics", []))
    _check_metrics(state, group, metrics)
    config = request.get("metricsOutputConfig", present["metricsOutputConfig"])
    changes = {"metrics": metrics, "metricsOutputConfig": config}
    begin_update(state, attribution, changes)
    return {"metricAttributionArn": attribution.arn}


@operation("DeleteMetricAttribution")
def delete_metric_attribution(state: State, request: Request) -> Answered:
    state.delete(_get(state, request))
    return {}


@operation("ListMetricAttributionMetrics")
def list_metric_attribution_metrics(state: State, request: Request) -> Answered:
    """List the metrics of a metric attribution."""
    metrics = state.get_attributes(_get(state, request))["metrics"]
    page, token = cut_page(metrics, request, key=lambda metric: metric["metricName"])
    return {"metrics": page, **token}


def _get(state: State, request: Request) -> Resource:
    # The model does not require it everywhere.
    if "metricAttributionArn" not in request:
        raise InvalidInputError("metricAttributionArn is needed.")
    return state.get(kinds.METRIC_ATTRIBUTION, request["metricAttributionArn"])


def _check_interactions(state: State, group: Resource) -> None:
    interactions = find_dataset(state, group.arn, "INTERACTIONS")
    if interactions is None:
        raise InvalidInputError("The dataset group has no Interactions dataset.")
    if "EVENT_TYPE" not in get_schema(state, interactions).fields:
        raise InvalidInputError("The schema of Interactions has no EVENT_TYPE.")


def _check_metrics(state: State, group: Resource, metrics: Metrics) -> None:
    names = [metric.get("metricName") for metric in metrics]
    if len(set(names)) < len(names):
        raise InvalidInputError("A metric's name is given twice.")
    if not 1 <= len(metrics) <= MOST_METRICS:
        raise InvalidInputError(f"There can be 1 to {MOST_METRICS} metrics.")
    for metric in metrics:
        _check_expression(state, group, metric["expression"])


def _check_expression(state: State, group: Resource, expression: str) -> None:
    if COUNT.fullmatch(expression):
        return
    match = SUM.fullmatch(expression)
    if match is None:
        raise InvalidInputError(
            f"{expression} is neither SUM(Items.COLUMN), SUM(Interactions.COLUMN) nor "
            "SAMPLECOUNT()."
        )
    dataset = find_dataset(state, group.arn, match[1].upper())
    field = dataset and get_schema(state, dataset).fields.get(match[2])
    if not field or field.plain_types & {"string", "boolean"}:
        raise InvalidInputError(f"{match[1]}.{match[2]} is not a column of numbers.")


def _remove(metrics: Metrics, names: list[str]) -> Metrics:
    unknown = set(names) - {metric["metricName"] for metric in metrics}
    if unknown:
        raise InvalidInputError(f"There is no metric {', '.join(sorted(unknown))}.")
    return [metric for metric in metrics if metric["metricName"] not in names]


def _add(metrics: Metrics, added: list[dict[str, Any]]) -> Metrics:
    known = {metric["metricName"] for metric in metrics}
    for metric in added:
        if metric["metricName"] in known:
            raise ResourceAlreadyExistsError(f"{metric['metricName']} exists already.")
    return [*metrics, *added]
