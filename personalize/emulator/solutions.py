from __future__ import annotations

from typing import Any

from personalize.emulator import kinds
from personalize.emulator.configuration import check_solution_config
from personalize.emulator.descriptions import describe, extra
from personalize.emulator.errors import InvalidInputError, ResourceInUseError
from personalize.emulator.lifecycle import removal
from personalize.emulator.recipe_book import PERSONALIZED_ACTIONS, get_recipe
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.service_models import get_output
from personalize.emulator.state import State
from personalize.emulator.updates import begin_update

DEFAULTS = {
    "performHPO": False,
    "performAutoML": False,
    "performAutoTraining": True,
    "performIncrementalUpdate": False,
}
GIVEN = ("recipeArn", "eventType", "solutionConfig", *DEFAULTS)
# What AutoML decides for here; Amazon compares recipes by training them all.
BEST_RECIPE = "arn:aws:personalize:::recipe/aws-user-personalization"


@operation("CreateSolution")
def create_solution(state: State, request: Request) -> Answered:
    """Create a solution with a custom recipe; it is trained on demand only."""
    group = state.get_active(kinds.DATASET_GROUP, request["datasetGroupArn"])
    _check_recipe(request)
    given = {name: request[name] for name in GIVEN if name in request}
    attributes = {**DEFAULTS, **given, "datasetGroupArn": group.arn}
    check_solution_config(state, attributes)
    if attributes["performAutoML"]:
        attributes["autoMLResult"] = {"bestRecipeArn": BEST_RECIPE}
    name, tags = request["name"], request.get("tags")
    solution = state.create(kinds.SOLUTION, name, attributes, tags=tags)
    return {"solutionArn": solution.arn}


@operation("UpdateSolution")
def update_solution(state: State, request: Request) -> Answered:
    """Update the settings of automatic training, which never happens here."""
    solution = state.get_active(kinds.SOLUTION, request["solutionArn"])
    changes = {name: value for name, value in request.items() if name != "solutionArn"}
    if not changes:
        raise InvalidInputError("There is nothing to update.")
    present = state.get_attributes(solution)
    config = present.get("solutionConfig", {}) | changes.get("solutionUpdateConfig", {})
    if config:
        changes["solutionConfig"] = config
    check_solution_config(state, present | changes)
    begin_update(state, solution, changes)
    return {"solutionArn": solution.arn}


@operation("DeleteSolution")
def delete_solution(state: State, request: Request) -> Answered:
    """Delete a solution without campaigns, and its versions."""
    solution = state.get(kinds.SOLUTION, request["solutionArn"])
    users = [
        *state.find(kinds.CAMPAIGN, solutionArn=solution.arn),
        *state.find_under_way(kinds.SOLUTION_VERSION, solutionArn=solution.arn),
    ]
    if users:
        raise ResourceInUseError(f"The solution is in use by {users[0].arn}.")
    state.delete(solution)
    return {}


@removal(kinds.SOLUTION)
def remove_versions(state: State, solution: Resource) -> None:
    state.remove(state.find(kinds.SOLUTION_VERSION, solutionArn=solution.arn))


@extra(kinds.SOLUTION)
def add_latest_version(state: State, solution: Resource) -> dict[str, Any]:
    versions = state.find(kinds.SOLUTION_VERSION, solutionArn=solution.arn)
    if not versions:
        return {}
    shape = get_output("ListSolutionVersions")["solutionVersions"].member
    return {"latestSolutionVersion": describe(state, versions[-1], shape)}


def _check_recipe(request: Request) -> None:
    if request.get("performAutoML"):
        if "recipeArn" in request:
            raise InvalidInputError("recipeArn must be left out with performAutoML.")
        return
    if "recipeArn" not in request:
        raise InvalidInputError("recipeArn is needed unless performAutoML is true.")
    recipe = get_recipe(request["recipeArn"])
    if recipe.domain:
        raise InvalidInputError(
            f"{recipe.arn} is a use case of the domain {recipe.domain}. "
            "Create a recommender of it, not a solution."
        )
    if recipe.recipe_type == PERSONALIZED_ACTIONS:
        raise InvalidInputError("Actions are not offered by the emulator.")
