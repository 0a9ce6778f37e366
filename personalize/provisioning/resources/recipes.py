"""A recipe that differs from the declared one, in whatever resource holds it."""

from __future__ import annotations

from personalize.provisioning.declaration import Serving
from personalize.provisioning.states import Difference, Remedy, State


def compare_recipes(
    serving: Serving, state: State, *, remedy: Remedy, note: str
) -> list[Difference]:
    is_now = state.details["recipeArn"]
    if is_now == serving.recipe.arn:
        return []
    return [
        Difference(
            what="recipe",
            is_now=is_now.rsplit("/", 1)[-1],
            wanted=serving.recipe.name,
            remedy=remedy,
            note=note,
        )
    ]
