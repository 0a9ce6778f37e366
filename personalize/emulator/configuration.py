"""What may be set about training: schedules, thresholds, weights, columns."""

from __future__ import annotations

import re
from typing import Any

from personalize.emulator.columns import REQUIRED
from personalize.emulator.errors import InvalidInputError

SCHEDULE = re.compile(r"rate\((\d+) days?\)", re.ASCII)
MOST_DAYS = 30
EXPLORATION = {"explorationWeight": (0.0, 1.0), "explorationItemAgeCutOff": (0.0, 1e6)}


def check_solution_config(attributes: dict[str, Any]) -> None:
    config = attributes.get("solutionConfig", {})
    _check_schedule(attributes, config)
    _check_threshold(config)
    check_training_data(config.get("trainingDataConfig", {}))


def check_training_data(config: dict[str, Any]) -> None:
    """Check which columns are named for training or for being left out of it."""
    for columns in config.values():
        for dataset_type, names in columns.items():
            _check_left_out(dataset_type, names)


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
    if dataset_type.upper() not in REQUIRED:
        raise InvalidInputError(f"{dataset_type} is not a type of dataset.")
    needed = set(names) & set(REQUIRED[dataset_type.upper()])
    if needed:
        raise InvalidInputError(f"{', '.join(sorted(needed))} always takes part.")


def _read_number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise InvalidInputError(f"{name} is not a number: {value}") from error
