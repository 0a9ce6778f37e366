"""What is too little to learn from, and the settings of a training."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.emulator.trained import START, Row, Shop, make_history, open_shop
from tests.emulator.world import RECIPE

VIEWS = make_history(15, ("View", "View"))
FEW_USERS = [("u" + str(n % 24), f"a{n}", "View", START + n, "") for n in range(1200)]
ONE_EACH = [(f"u{n}", f"a{n % 9}", "View", START + n, "") for n in range(1200)]
SAME_AGAIN = [VIEWS[n % 999] for n in range(1200)]
MANY_ONCE = [*VIEWS, *((f"v{n}", "a1", "View", START + n, "") for n in range(5000))]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as shop:
        yield shop


def get_failure(shop: Shop, use_case: str) -> str:
    arn = shop.recommender(use_case)
    described = shop.describe("Recommender", {"recommenderArn": arn})
    assert described["status"] == "CREATE FAILED"
    return str(described["failureReason"])


@pytest.mark.parametrize(
    ("rows", "use_case", "reason"),
    [
        (
            VIEWS,
            "popular-items-by-purchases",
            "Dataset has fewer than 1000 interactions after filtering by event type:"
            " Purchase",
        ),
        (
            VIEWS,
            "frequently-bought-together",
            "Dataset has fewer than 1000 interactions after filtering by event type:"
            " Purchase",
        ),
        (
            FEW_USERS,
            "recommended-for-you",
            "Dataset has fewer than 25 users with at least 2 interactions each",
        ),
        (
            ONE_EACH,
            "recommended-for-you",
            "Dataset has fewer than 25 users with at least 2 interactions each",
        ),
        (
            SAME_AGAIN,
            "recommended-for-you",
            "Dataset has fewer than 1000 interactions",
        ),
        (
            MANY_ONCE,
            "recommended-for-you",
            "Dataset has fewer than 1% of users with at least 2 interactions each",
        ),
    ],
)
def test_too_little_data_fails_in_the_words_of_amazon(
    shop: Shop, rows: Sequence[Row], use_case: str, reason: str
) -> None:
    shop.fill(rows)
    assert get_failure(shop, use_case) == reason


def test_an_empty_dataset_is_too_little(shop: Shop) -> None:
    shop.add_dataset("Interactions")
    assert "fewer than 1000" in get_failure(shop, "recommended-for-you")


def test_a_solution_learns_from_the_events_of_its_type(shop: Shop) -> None:
    shop.fill(make_history())
    made = shop.personalize.create_solution(
        name="carts",
        datasetGroupArn=shop.group,
        recipeArn=f"{RECIPE}aws-similar-items",
        eventType="AddToCart",
    )
    version = shop.personalize.create_solution_version(solutionArn=made["solutionArn"])
    described = shop.describe("SolutionVersion", version)
    assert described["failureReason"].endswith("by event type: addtocart")


def test_events_below_the_threshold_do_not_count(shop: Shop) -> None:
    rows = [(*row[:4], number % 2) for number, row in enumerate(VIEWS * 2)]
    shop.fill(rows)
    settings = {"eventType": "view", "solutionConfig": {"eventValueThreshold": "2"}}
    arn = shop.version("aws-popularity-count", "high", **settings)
    described = shop.describe("SolutionVersion", {"solutionVersionArn": arn})
    assert described["status"] == "CREATE FAILED"
