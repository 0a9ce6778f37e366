"""What is declared, made complete, and told in the documentation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from personalize.provisioning.declaration import KEYS, read_declaration
from personalize.provisioning.recipes import CHOICES, NAMES, RECIPES

PAGE = Path(__file__).parents[2] / "docs" / "provisioning.md"


def get_recipes(domain: str) -> dict[str, str]:
    servings = read_declaration({"DOMAIN": domain}).servings
    return {each.use_case: each.recipe.name for each in servings}


def test_every_key_is_described_and_no_other() -> None:
    rows = re.findall(r"^\| ((?:`[A-Z_]+`(?:, )?)+) \|", PAGE.read_text(), re.M)
    assert set(re.findall(r"[A-Z_]+", " ".join(rows))) == set(KEYS)


def test_the_recipes_of_the_page_are_the_defaults() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \|(.*)\|(.*)\|$", PAGE.read_text(), re.M)
    told = {row[0]: re.findall(r"aws-[a-z0-9-]+", row[1] + row[2]) for row in rows}
    in_domain, custom = get_recipes("ECOMMERCE"), get_recipes("")
    assert {case: recipes[0] for case, recipes in told.items() if recipes} == in_domain
    assert {case: told[case][-1] for case in custom} == custom


def test_amazons_limits_hold_for_the_defaults() -> None:
    declaration = read_declaration({})
    assert len(declaration.recommenders) == 5
    assert len(declaration.campaigns) <= 5
    assert len(read_declaration({"DOMAIN": ""}).campaigns) == 5


def test_each_use_case_has_recipes_and_each_recipe_is_known() -> None:
    assert set(CHOICES) == set(NAMES)
    assert {name for names in CHOICES.values() for name in names} <= set(RECIPES)


def test_an_own_filter_comes_on_top_and_an_empty_one_takes_away() -> None:
    own = {"shoes": 'INCLUDE ItemID WHERE Items.BRAND IN ("a")', "new-arrivals": ""}
    filters = read_declaration({"FILTERS": own}).filters
    assert "in-stock" in filters
    assert "shoes" in filters
    assert "new-arrivals" not in filters


@pytest.mark.parametrize(
    ("given", "datasets"),
    [
        ({}, ("interactions", "items", "users")),
        ({"DATASETS": ["items"]}, ("interactions", "items")),
        ({"DATASETS": []}, ("interactions",)),
    ],
)
def test_interactions_are_there_in_any_case(
    given: dict[str, list[str]], datasets: tuple[str, ...]
) -> None:
    assert read_declaration(given).datasets == datasets


def test_a_custom_recipe_is_told_what_it_learns_from() -> None:
    options = {"frequently-bought-together": {}, "similar-items": {}}
    servings = read_declaration({"DOMAIN": "", "USE_CASES": options}).servings
    assert [each.event_type for each in servings] == ["Purchase", ""]
