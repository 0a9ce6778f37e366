"""What batch jobs share: JSON lines in, the same lines with their answers out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from personalize.emulator import kinds
from personalize.emulator.errors import InvalidInputError, ServiceError
from personalize.emulator.filtering_rules import find_filter
from personalize.emulator.imports_cells import is_whole
from personalize.emulator.kinds import Kind
from personalize.emulator.recipe_book import Recipe, get_recipe
from personalize.emulator.registry import Request
from personalize.emulator.resources import Resource
from personalize.emulator.state import State
from personalize.emulator.storage import Location, find_files, open_text, write_text
from personalize.emulator.storage_memory import memory_of
from personalize.emulator.storage_requests import (
    check_folder,
    check_location,
)

Line = dict[str, Any]
# Answers one line of input, or raises a ServiceError that becomes its error.
Respond = Callable[[Line], Line]

GIVEN = (
    "solutionVersionArn",
    "filterArn",
    "numResults",
    "jobInput",
    "jobOutput",
    "roleArn",
    "batchInferenceJobConfig",
    "batchInferenceJobMode",
)


def create_batch_job(
    state: State, kind: Kind, request: Request, check: Callable[[Recipe], None]
) -> Resource:
    """Create a job of either kind; ``check`` refuses recipes that it is not for."""
    memory_of(state)
    version = state.get_active(kinds.SOLUTION_VERSION, request["solutionVersionArn"])
    check(get_recipe(version.attributes["recipeArn"]))
    _check_places(request)
    group_arn = version.attributes["datasetGroupArn"]
    if "filterArn" in request:
        find_filter(state, request["filterArn"], group_arn)
    given = {name: request[name] for name in GIVEN if name in request}
    return state.create(
        kind,
        request["jobName"],
        given | {"datasetGroupArn": group_arn, "solutionArn": _solution(version)},
        tags=request.get("tags"),
    )


def answer_lines(state: State, job: Resource, respond: Respond) -> None:
    """Write for each input file one of the same name and ``.out``."""
    source = job.attributes["jobInput"]["s3DataSource"]["path"]
    folder = Location.parse(job.attributes["jobOutput"]["s3DataDestination"]["path"])
    for place in find_files(state, source):
        target = folder.join(f"{place.name}.out")
        with open_text(state, place) as text, write_text(state, target) as out:
            for line in filter(str.strip, text):
                out.write(json.dumps(_answer(line, respond)) + "\n")


def _answer(text: str, respond: Respond) -> Line:
    try:
        line = _parse(text)
    except InvalidInputError as error:
        return {"input": text.strip(), "output": None, "error": error.message}
    try:
        return respond(line)
    except ServiceError as error:
        return {"input": line, "output": None, "error": error.message}


def _parse(text: str) -> Line:
    try:
        line = json.loads(text)
    except ValueError as error:
        raise InvalidInputError(f"The line is not JSON: {error}") from error
    if not isinstance(line, dict):
        raise InvalidInputError("The line is not a JSON object.")
    return line


def get_text(line: Line, name: str) -> str:
    value = line.get(name)
    if not isinstance(value, str) or not value or not is_whole(value):
        raise InvalidInputError(f"{name} is needed, as a text.")
    return value


def get_filter_request(job: Resource, line: Line) -> Line:
    """Take the filter of a job and its values from the line, as a request has them."""
    if "filterArn" not in job.attributes:
        return {}
    values = line.get("filterValues", {})
    is_map = isinstance(values, dict)
    if not is_map or not all(isinstance(one, str) for one in values.values()):
        raise InvalidInputError("filterValues must be an object of texts.")
    return {"filterArn": job.attributes["filterArn"], "filterValues": values}


def _check_places(request: Request) -> None:
    source = request["jobInput"]["s3DataSource"]["path"]
    target = request["jobOutput"]["s3DataDestination"]["path"]
    check_location(source)
    check_folder(target)
    if source == target:
        raise InvalidInputError("The output must be another folder than the input.")


def _solution(version: Resource) -> str:
    return str(version.attributes["solutionArn"])
