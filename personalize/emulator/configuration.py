"""What may be set about training: schedules, thresholds, weights, columns."""

from __future__ import annotations

import re
from typing import Any

from personalize.emulator.columns import REQUIRED
from personalize.emulator.datasets import find_dataset
from personalize.emulator.errors import InvalidInputError
from personalize.emulator.schemas import get_schema
from personalize.emulator.state import State

SCHEDULE = re.compile(r"rate\((\d+) days?\)", re.ASCII)
MOST_DAYS = 30
EXPLORATION = {"explorationWeight": (0.0, 1.0), "explorationItemAgeCutOff": (0.0, 1e6)}


def check_solution_config(state: State, attributes: dict[str, Any]) -> None:
    config = attributes.get("solutionConfig", {})
    _check_schedule(attributes, config)
    _check_threshold(config)
    group_arn = attributes["datasetGroupArn"]
    check_training_data(state, group_arn, config.get("trainingDataConfig", {}))


def check_training_data(state: State, group_arn: str, config: dict[str, Any]) -> None:
    """Check which columns are named for training or for being left out of it."""
    for dataset_type, names in config.get("excludedDatasetColumns", {}).items():
        _check_left_out(dataset_type.upper(), names)
    for columns in config.values():
        for dataset_type, names in columns.items():
            _check_known(state, group_arn, dataset_type.upper(), names)


def check_exploration(config: dict[str, str]) -> None:
    for name, value in config.items():
        if name not in EXPLORATION:
            raise InvalidInputError(
                f"{name} is unknown; {' and '.join(EXPLORATION)} can be set."
            )
        lowest, highest = EXPLORATION[name]
        if not lowest <= _read_number(name, value) <= highest:
            raise InvalidInputError(f"{name} must be from {lowest} to {highest}.")


def _check_schedule(attributes: dict[str, Any], config: dict[str, Any]) -> None:
    expression = config.get("autoTrainingConfig", {}).get("schedulingExpression")
    if expression is None:
        return
    if not attributes["performAutoTraining"]:
        raise InvalidInputError("autoTrainingConfig needs performAutoTraining.")
    match = SCHEDULE.fullmatch(expression)
    if match is None or not 1 <= int(match[1]) <= MOST_DAYS:
        raise InvalidInputError(
            f"schedulingExpression must be rate(1 day) to rate({MOST_DAYS} days)."
        )


def _check_threshold(config: dict[str, Any]) -> None:
    if "eventValueThreshold" in config:
        _read_number("eventValueThreshold", config["eventValueThreshold"])


def _check_left_out(dataset_type: str, names: list[str]) -> None:
    needed = set(names) & set(REQUIRED.get(dataset_type, {}))
    if needed:
        raise InvalidInputError(f"{', '.join(sorted(needed))} always takes part.")


def _check_known(
    state: State, group_arn: str, dataset_type: str, names: list[str]
) -> None:
    if dataset_type not in REQUIRED:
        raise InvalidInputError(f"{dataset_type} is not a type of dataset.")
    dataset = find_dataset(state, group_arn, dataset_type)
    unknown = set(names) - set(get_schema(state, dataset).fields if dataset else names)
    if unknown:
        raise InvalidInputError(
            f"The {dataset_type} dataset has no column {', '.join(sorted(unknown))}."
        )


def _read_number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise InvalidInputError(f"{name} is not a number: {value}") from error
