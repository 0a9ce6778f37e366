"""What is made for a script to belong to: ACTIVE at once, and without data."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from personalize.emulator import arns, kinds, recommenders, solutions
from personalize.emulator.columns import ECOMMERCE
from personalize.emulator.kinds import Kind
from personalize.emulator.recipe_book import CUSTOM, USE_CASES, Recipe
from personalize.emulator.resources import Resource, Stage
from personalize.emulator.state import State

# Marks what goes when the scripts do.
MADE = "madeForScript"
ARN = re.compile(
    r"arn:aws:personalize:(?P<region>[a-z0-9-]+):(?P<account>\d{12})"
    r":(?P<word>campaign|recommender)/(?P<name>[a-zA-Z0-9][\w-]{0,62})",
    re.ASCII,
)
RECIPES = {kinds.CAMPAIGN.word: CUSTOM, kinds.RECOMMENDER.word: USE_CASES}
# What tells a recipe by a name, beside the recipe's own; the last ones fit all.
WORDS = (
    ("ranking", "aws-personalized-ranking-v2"),
    ("related", "aws-similar-items"),
    ("", "aws-user-personalization-v2"),
    ("also-viewed", "aws-ecomm-customers-who-viewed-x-also-viewed"),
    ("bought-together", "aws-ecomm-frequently-bought-together"),
    ("best-sellers", "aws-ecomm-popular-items-by-purchases"),
    ("most-viewed", "aws-ecomm-popular-items-by-views"),
    ("", "aws-ecomm-recommended-for-you"),
)


def parse_arn(state: State, arn: str) -> re.Match[str]:
    """Return the parts of the ARN of what can have a script."""
    match = ARN.fullmatch(arn)
    if match is None or match["account"] != state.options.account_id:
        raise ValueError(
            f"{arn} is not the ARN of a campaign or recommender of the account "
            f"{state.options.account_id}."
        )
    return match


def make_resource(state: State, arn: str, recipe_name: str | None) -> None:
    """Make a recommender, or a campaign of a solution version."""
    parts = parse_arn(state, arn)
    recipe = _choose_recipe(parts["word"], parts["name"], recipe_name)
    with arns.in_region(parts["region"]):
        own = {"recipeArn": recipe.arn, "datasetGroupArn": _find_group(state, recipe)}
        MAKERS[parts["word"]](state, parts["name"], own)


def _choose_recipe(word: str, name: str, recipe_name: str | None) -> Recipe:
    known = {recipe.name: recipe for recipe in RECIPES[word]}
    chosen = recipe_name or _guess(name, known)
    if chosen not in known:
        raise ValueError(f"The recipe of a {word} is one of {', '.join(known)}.")
    return known[chosen]


def _guess(name: str, known: Collection[str]) -> str:
    own = [(re.sub("^aws-(ecomm-|vod-)?", "", one), one) for one in known]
    longest_first = sorted(own, key=lambda pair: len(pair[0]), reverse=True)
    words = [*longest_first, *WORDS]
    return next(one for word, one in words if word in name and one in known)


def _find_group(state: State, recipe: Recipe) -> str:
    """Find the oldest group of the region that can hold it, or make one."""
    wanted = {"domain": recipe.domain} if recipe.domain else {}
    for group in state.find(kinds.DATASET_GROUP, **wanted):
        if arns.is_here(group.arn):
            return group.arn
    domain = recipe.domain or ECOMMERCE
    name = f"scripted-{domain.lower()}"
    return _make(state, kinds.DATASET_GROUP, name, {"domain": domain})


def _make_recommender(state: State, name: str, own: dict[str, Any]) -> None:
    config = {"recommenderConfig": recommenders.DEFAULTS}
    _make(state, kinds.RECOMMENDER, name, own | config)


def _make_campaign(state: State, name: str, own: dict[str, Any]) -> None:
    solution_name = f"{name}-scripted"
    settings = own | solutions.DEFAULTS
    settings["solutionArn"] = _make(state, kinds.SOLUTION, solution_name, settings)
    number = f"{solution_name}/00000000"
    version = _make(state, kinds.SOLUTION_VERSION, number, settings)
    deployed = {"solutionVersionArn": version, "solutionArn": settings["solutionArn"]}
    config = {"campaignConfig": {}, "minProvisionedTPS": 1}
    _make(state, kinds.CAMPAIGN, name, own | deployed | config)


def _make(state: State, kind: Kind, name: str, attributes: dict[str, Any]) -> str:
    now = state.clock.now()
    arn = arns.make_arn(kind, name, state.options.account_id)
    resource = Resource(
        word=kind.word,
        arn=arn,
        name=name,
        created=now,
        attributes=attributes | {MADE: True},
        stages=(Stage(status=kind.states.done, at=now),),
    )
    state.save(resource)
    return arn


MAKERS = {
    kinds.CAMPAIGN.word: _make_campaign,
    kinds.RECOMMENDER.word: _make_recommender,
}
