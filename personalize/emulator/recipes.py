from __future__ import annotations

from collections.abc import Container
from typing import Any

from personalize.emulator.arns import get_word
from personalize.emulator.errors import InvalidInputError, ResourceNotFoundError
from personalize.emulator.pages import cut_page
from personalize.emulator.recipe_book import RECIPES, Recipe, get_recipe
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.state import State

# 10 June 2019, when the service became generally available.
PUBLISHED = 1560124800
TRANSFORMATION = (
    "arn:aws:personalize:::feature-transformation/JSON-percentile-filtering"
)
ALGORITHMS = {
    f"arn:aws:personalize:::algorithm/{recipe.name}": recipe
    for recipe in RECIPES.values()
}
DATES = {"creationDateTime": PUBLISHED, "lastUpdatedDateTime": PUBLISHED}


@operation("ListRecipes")
def list_recipes(state: State, request: Request) -> Answered:
    """List Amazon's recipes and the use cases of both domains."""
    domain = request.get("domain")
    recipes = [r for r in RECIPES.values() if domain in (None, r.domain)]
    page, token = cut_page(recipes, request, key=lambda recipe: recipe.arn)
    return {"recipes": [_summarize(recipe) for recipe in page], **token}


@operation("DescribeRecipe")
def describe_recipe(state: State, request: Request) -> Answered:
    """Describe one of Amazon's recipes."""
    recipe = get_recipe(request["recipeArn"])
    described = _summarize(recipe) | {
        "algorithmArn": f"arn:aws:personalize:::algorithm/{recipe.name}",
        "featureTransformationArn": TRANSFORMATION,
        "description": recipe.description,
        "recipeType": recipe.recipe_type,
    }
    described.pop("domain", None)
    return {"recipe": described}


@operation("DescribeAlgorithm")
def describe_algorithm(state: State, request: Request) -> Answered:
    """Name the algorithm of a recipe; hyperparameters are not known."""
    arn = request["algorithmArn"]
    _check_arn("algorithm", arn, ALGORITHMS)
    name = ALGORITHMS[arn].name
    algorithm = {"name": name, "algorithmArn": arn, "trainingInputMode": "File"}
    return {"algorithm": algorithm | DATES}


@operation("DescribeFeatureTransformation")
def describe_feature_transformation(state: State, request: Request) -> Answered:
    """Describe the one feature transformation there is."""
    arn = request["featureTransformationArn"]
    _check_arn("feature-transformation", arn, {TRANSFORMATION})
    name = arn.rpartition("/")[2]
    described = {"name": name, "featureTransformationArn": arn, "status": "ACTIVE"}
    return {"featureTransformation": described | DATES}


def _summarize(recipe: Recipe) -> dict[str, Any]:
    summary = {"name": recipe.name, "recipeArn": recipe.arn, "status": "ACTIVE"}
    if recipe.domain:
        summary["domain"] = recipe.domain
    return summary | DATES


def _check_arn(word: str, arn: str, known: Container[str]) -> None:
    if get_word(arn) != word:
        raise InvalidInputError(f"{arn} is not the ARN of a {word.replace('-', ' ')}.")
    if arn not in known:
        raise ResourceNotFoundError(f"Resource Arn {arn} does not exist.")
