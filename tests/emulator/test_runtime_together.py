"""Many clients at once, while something is trained."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from personalize.emulator.events_control import list_events
from tests.emulator.trained import Shop, make_history, open_shop

CLIENTS, CALLS = 6, 60


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path, state_path=tmp_path / "state.sqlite3") as shop:
        shop.fill(make_history())
        shop.tracking_id = shop.add_tracker()
        yield shop


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(CLIENTS) as pool:
        yield pool


def test_events_and_questions_do_not_disturb_each_other(
    shop: Shop, pool: ThreadPoolExecutor
) -> None:
    arn = shop.recommender("recommended-for-you")

    def visit(number: int) -> list[str]:
        user_id = f"v{number}"
        shop.put(shop.tracking_id, f"a{number % 10}", userId=user_id, eventId=user_id)
        return shop.ask(arn, userId=user_id, numResults=5)

    answers = list(pool.map(visit, range(CALLS)))
    assert {len(one) for one in answers} == {5}
    assert len(list_events(shop.emulator.state)) == CALLS


def test_a_recommender_answers_while_another_is_trained(
    shop: Shop, pool: ThreadPoolExecutor
) -> None:
    arn = shop.recommender("recommended-for-you")
    shop.put(shop.tracking_id, "a1", userId="v1")
    shop.personalize.create_recommender(
        name="second",
        datasetGroupArn=shop.group,
        recipeArn="arn:aws:personalize:::recipe/aws-ecomm-recommended-for-you",
    )
    answers = list(
        pool.map(lambda number: shop.ask(arn, userId=f"u{number}"), range(CALLS))
    )
    shop.emulator.settle()
    assert all(answers)
    assert len(shop.personalize.list_recommenders()["recommenders"]) == 2
