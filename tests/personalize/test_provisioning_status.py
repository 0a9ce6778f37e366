"""How everything is, and how recommenders are stopped to cost nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.management import CommandError

from tests.personalize.provisioning import (
    ACCOUNT,
    REGION,
    Amazon,
    amazon,
    apply,
    declare,
    get_actions,
    moto_url,
    read_plan,
    run,
    start_amazon,
    store_history,
)

__all__ = ["amazon", "moto_url", "start_amazon"]

pytestmark = pytest.mark.django_db
BEST_SELLERS = f"arn:aws:personalize:{REGION}:{ACCOUNT}:recommender/shop-best-sellers"


def read_status() -> dict[str, dict[str, Any]]:
    return {each["resource"]: each for each in json.loads(run("status", "--json"))}


def switch(action: str, *use_cases: str) -> None:
    run(action, "--interval", "0.02", *use_cases)


@pytest.fixture
def recommender(amazon: Amazon, settings: Any) -> Amazon:
    declare(settings, USE_CASES=["best-sellers"])
    store_history()
    apply()
    return amazon


def test_each_resource_says_its_state_age_and_training(amazon: Amazon) -> None:
    store_history()
    apply()
    status = read_status()
    assert status["recommender/best-sellers"]["status"] == "ACTIVE"
    assert status["recommender/best-sellers"]["arn"] == BEST_SELLERS
    assert status["recommender/best-sellers"]["trainedAt"] is not None
    assert status["solution-version/similar-items"]["metrics"] != {}
    assert status["bucket"]["status"] == "ACTIVE"
    assert "recommender/best-sellers" in run("status")


def test_what_is_not_there_is_said_to_be_absent(amazon: Amazon) -> None:
    assert {each["status"] for each in read_status().values()} >= {"absent"}


def test_a_recommender_is_stopped_and_started(recommender: Amazon) -> None:
    switch("stop")
    assert read_status()["recommender/best-sellers"]["status"] == "INACTIVE"
    switch("start", "best-sellers")
    assert read_status()["recommender/best-sellers"]["status"] == "ACTIVE"


def test_what_is_stopped_stays_so_when_applied(recommender: Amazon) -> None:
    switch("stop")
    apply()
    assert read_status()["recommender/best-sellers"]["status"] == "INACTIVE"
    assert get_actions(read_plan())["recommender/best-sellers"] == "keep"


def test_stopping_twice_asks_once(recommender: Amazon) -> None:
    switch("stop")
    switch("stop")
    assert len(recommender.emulator.get_requests("StopRecommender")) == 1


def test_a_campaign_cannot_be_stopped(amazon: Amazon) -> None:
    with pytest.raises(CommandError, match="Campaigns cannot be stopped"):
        switch("stop", "similar-items")
