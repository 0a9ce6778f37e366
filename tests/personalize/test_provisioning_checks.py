"""Every mistake in the declaration is found before Amazon is asked for anything."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.checks import run_checks

ROOT = Path(__file__).parents[2]
SHOE_FILTER = 'INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ("shoes")'

MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"PREFIXES": "shop"}, "personalize.E061"),
    ({"PREFIX": ""}, "personalize.E062"),
    ({"PREFIX": "Shop_1"}, "personalize.E062"),
    ({"PREFIX": "a-prefix-much-too-long"}, "personalize.E062"),
    ({"BUCKET": "Our Bucket"}, "personalize.E062"),
    ({"ROLE": "arn:aws:s3:::bucket"}, "personalize.E062"),
    ({"REGION": "Ireland"}, "personalize.E062"),
    ({"ACCOUNT": 123456789012}, "personalize.E062"),
    ({"DOMAIN": "E-commerce"}, "personalize.E063"),
    ({"USE_CASES": "best-sellers"}, "personalize.E064"),
    ({"USE_CASES": ["recently-viewed"]}, "personalize.E064"),
    ({"USE_CASES": {"best-sellers": {"TPS": 1}}}, "personalize.E064"),
    (
        {"USE_CASES": {"best-sellers": {"RECIPE": "aws-ecommerce-best"}}},
        "personalize.E065",
    ),
    (
        {
            "DOMAIN": "",
            "USE_CASES": {
                "most-viewed": {"RECIPE": "aws-ecomm-popular-items-by-views"}
            },
        },
        "personalize.E065",
    ),
    ({"USE_CASES": {"best-sellers": {"MIN_TPS": 0}}}, "personalize.E066"),
    ({"USE_CASES": {"best-sellers": {"MIN_TPS": 1.5}}}, "personalize.E066"),
    ({"DATASETS": ["orders"]}, "personalize.E067"),
    ({"EXPLORATION_WEIGHT": 2}, "personalize.E068"),
    ({"RETRAIN_DAYS": "weekly"}, "personalize.E068"),
    ({"RETRAIN_DAYS": 3.5}, "personalize.E068"),
    ({"TAGS": ["shop"]}, "personalize.E069"),
    ({"TAGS": {"who?": "<us>"}}, "personalize.E069"),
    ({"PRICES": {"hour": 1}}, "personalize.E070"),
    ({"PRICES": {"training-hour": "cheap"}}, "personalize.E070"),
    ({"METADATA": "no"}, "personalize.E074"),
    ({"CURRENCY": 1}, "personalize.E074"),
    ({"FILTERS": [SHOE_FILTER]}, "personalize.E071"),
    ({"FILTERS": {"long": "x" * 2501}}, "personalize.E071"),
    ({"FILTERS": {"shoes": "Items.CATEGORY_L1 = shoes"}}, "personalize.E072"),
    (
        {"FILTERS": {"size": 'INCLUDE ItemID WHERE Items.SIZE IN ("9")'}},
        "personalize.E072",
    ),
    (
        {"FILTERS": {f"shoes-{number}": SHOE_FILTER for number in range(30)}},
        "personalize.E073",
    ),
    (
        {
            "DOMAIN": "",
            "USE_CASES": [
                "best-sellers",
                "most-viewed",
                "similar-items",
                "trending-now",
                "ranking",
                "recommended-for-you",
            ],
        },
        "personalize.W061",
    ),
]


def find_ids(settings: Any, declaration: dict[str, Any]) -> set[str]:
    settings.PERSONALIZE = settings.PERSONALIZE | {"PROVISIONING": declaration}
    found = {str(message.id) for message in run_checks()}
    return {each for each in found if each.startswith("personalize.")}


@pytest.mark.parametrize(
    "declaration",
    [
        {},
        {"DOMAIN": ""},
        {"PREFIX": "shop-prod", "BUCKET": "our-bucket", "ROLE": "PersonalizeRole"},
        {"ROLE": "arn:aws:iam::123456789012:role/service/Personalize"},
        {"USE_CASES": {"best-sellers": {"MIN_TPS": 5}, "ranking": {}}},
        {"USE_CASES": ["best-sellers"], "DATASETS": ["interactions"]},
        {"FILTERS": {"shoes": SHOE_FILTER, "new-arrivals": ""}},
        {"TAGS": {"cost-centre": "42"}, "PRICES": {"recommender-hour": 0.2}},
        {"RETRAIN_DAYS": 0, "EXPLORATION_WEIGHT": 0.5, "EXPLORATION_DAYS": 7},
    ],
    ids=str,
)
def test_what_can_be_made_is_not_complained_of(
    settings: Any, declaration: dict[str, Any]
) -> None:
    assert find_ids(settings, declaration) == set()


@pytest.mark.parametrize(("declaration", "check_id"), MISTAKES, ids=str)
def test_a_mistake_is_found(
    settings: Any, declaration: dict[str, Any], check_id: str
) -> None:
    assert find_ids(settings, declaration) == {check_id}


def test_each_check_is_described_and_no_other() -> None:
    page = (ROOT / "docs" / "provisioning.md").read_text()
    described = re.findall(r"^\| `(personalize\.[EW]\d+)`", page, re.M)
    assert set(described) == {check_id for _, check_id in MISTAKES}
