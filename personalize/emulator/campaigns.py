from __future__ import annotations

from typing import Any

from personalize.emulator import kinds
from personalize.emulator.configuration import check_exploration
from personalize.emulator.descriptions import extra
from personalize.emulator.errors import InvalidInputError, ResourceInUseError
from personalize.emulator.recipe_book import USER_SEGMENTATION, get_recipe
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.resources import Resource
from personalize.emulator.solution_versions import find_latest
from personalize.emulator.state import State
from personalize.emulator.updates import begin_update

LATEST = "/$LATEST"
SYNC = "syncWithLatestSolutionVersion"


@operation("CreateCampaign")
def create_campaign(state: State, request: Request) -> Answered:
    """Deploy a solution version, or always the latest one."""
    config = request.get("campaignConfig", {})
    version = _get_version(state, request["solutionVersionArn"], config)
    check_exploration(config.get("itemExplorationConfig", {}))
    attributes = _deploy(version) | {
        "minProvisionedTPS": request.get("minProvisionedTPS", 1),
        "campaignConfig": config,
    }
    name, tags = request["name"], request.get("tags")
    campaign = state.create(kinds.CAMPAIGN, name, attributes, tags=tags)
    return {"campaignArn": campaign.arn}


@operation("UpdateCampaign")
def update_campaign(state: State, request: Request) -> Answered:
    """Deploy another version or configuration; the old one serves until then."""
    campaign = state.get(kinds.CAMPAIGN, request["campaignArn"])
    status = state.get_status(campaign)
    if status not in ("ACTIVE", "CREATE FAILED"):
        raise ResourceInUseError(f"The campaign is {status}.")
    changes = {name: value for name, value in request.items() if name != "campaignArn"}
    if not changes:
        raise InvalidInputError("There is nothing to update.")
    config = request.get("campaignConfig", {})
    check_exploration(config.get("itemExplorationConfig", {}))
    if "solutionVersionArn" in request:
        version = _get_version(state, request["solutionVersionArn"], config)
        changes |= _deploy(version)
    begin_update(state, campaign, changes)
    return {"campaignArn": campaign.arn}


@operation("DeleteCampaign")
def delete_campaign(state: State, request: Request) -> Answered:
    state.delete(state.get(kinds.CAMPAIGN, request["campaignArn"]))
    return {}


def get_deployed_version(state: State, campaign: Resource) -> Resource:
    """Return the solution version that a campaign answers from at the moment."""
    attributes = state.get_attributes(campaign)
    if attributes["campaignConfig"].get(SYNC):
        latest = find_latest(state, attributes["solutionArn"])
        if latest is not None:
            return latest
    return state.get(kinds.SOLUTION_VERSION, attributes["solutionVersionArn"])


@extra(kinds.CAMPAIGN)
def add_deployed_version(state: State, campaign: Resource) -> dict[str, Any]:
    return {"solutionVersionArn": get_deployed_version(state, campaign).arn}


def _get_version(state: State, arn: str, config: dict[str, Any]) -> Resource:
    version = _find_version(state, arn, config)
    state.get_active(kinds.SOLUTION, version.attributes["solutionArn"])
    recipe = get_recipe(version.attributes["recipeArn"])
    if recipe.recipe_type == USER_SEGMENTATION:
        raise InvalidInputError(f"{recipe.arn} is for batch segment jobs only.")
    return version


def _find_version(state: State, arn: str, config: dict[str, Any]) -> Resource:
    if not arn.endswith(LATEST):
        return state.get_active(kinds.SOLUTION_VERSION, arn)
    if not config.get(SYNC):
        raise InvalidInputError(f"{LATEST} needs {SYNC} in campaignConfig.")
    solution = state.get(kinds.SOLUTION, arn.removesuffix(LATEST))
    latest = find_latest(state, solution.arn)
    if latest is None:
        raise ResourceInUseError(f"{solution.arn} has no version that is ACTIVE.")
    return latest


def _deploy(version: Resource) -> dict[str, Any]:
    names = ("solutionArn", "datasetGroupArn", "recipeArn")
    taken = {name: version.attributes[name] for name in names}
    return taken | {"solutionVersionArn": version.arn}
