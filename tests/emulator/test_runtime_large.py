"""A real shop's year: 386,250 purchases, imported, learnt and asked for."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator

import pytest

from tests.emulator.schemas import INTERACTION_FIELDS, schema
from tests.emulator.trained import Shop, open_shop
from tests.personalize.evaluation import SHARED

FILE = SHARED / "data" / "online-retail.csv.gz"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILE.exists(), reason=f"no {FILE}"),
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("data")
    (folder / "bucket").mkdir()
    with gzip.open(FILE) as packed, (folder / "bucket/year.csv").open("wb") as file:
        shutil.copyfileobj(packed, file)
    with open_shop(folder) as shop:
        text = schema("Interactions", *INTERACTION_FIELDS[:4])
        dataset = shop.add_dataset("Interactions", text)
        job = shop.import_from(dataset, "s3://bucket/year.csv")
        assert job["status"] == "ACTIVE"
        yield shop


@pytest.fixture(scope="module")
def for_you(shop: Shop) -> str:
    return shop.recommender("recommended-for-you")


@pytest.fixture(scope="module")
def bought_together(shop: Shop, for_you: str) -> str:
    """Made while no event has come: it shares the model."""
    return shop.recommender("frequently-bought-together")


def test_a_years_best_sellers_are_known(shop: Shop) -> None:
    arn = shop.recommender("popular-items-by-purchases")
    assert shop.ask(arn, userId="anybody", numResults=3)[0] == "85123A"


def test_what_is_bought_with_a_cup_is_the_others_of_its_set(
    shop: Shop, bought_together: str
) -> None:
    found = shop.ask(bought_together, itemId="22697", numResults=5)
    assert {"22698", "22699"} <= set(found)


def test_a_click_is_answered_with_what_goes_with_it(shop: Shop, for_you: str) -> None:
    tracking_id = shop.add_tracker()
    before = shop.ask(for_you, userId="guest", numResults=10)
    shop.put(tracking_id, "22697", sessionId="guest")
    after = shop.ask(for_you, userId="guest", numResults=10)
    assert after != before
    assert {"22698", "22699"} <= set(after)
