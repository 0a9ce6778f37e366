"""What trainings leave behind: metrics, files, and what the next one changes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

import pytest

from personalize.emulator.kinds import RECOMMENDER
from personalize.emulator.storage_memory import memory_of
from personalize.emulator.training import get_model
from tests.emulator.trained import START, Shop, make_history, open_shop

METRICS = {
    "coverage",
    "mean_reciprocal_rank_at_25",
    "normalized_discounted_cumulative_gain_at_5",
    "normalized_discounted_cumulative_gain_at_10",
    "normalized_discounted_cumulative_gain_at_25",
    "precision_at_5",
    "precision_at_10",
    "precision_at_25",
}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as shop:
        shop.fill(make_history())
        yield shop


def list_files(shop: Shop) -> list[str]:
    folder = memory_of(shop.emulator.state).folder.path
    return sorted(path.suffix for path in folder.glob("*"))


def test_versions_and_recommenders_are_measured(shop: Shop) -> None:
    version = shop.version("aws-user-personalization-v2")
    answer = shop.personalize.get_solution_metrics(solutionVersionArn=version)
    arn = shop.recommender("recommended-for-you")
    described = shop.describe("Recommender", {"recommenderArn": arn})
    assert answer["metrics"].keys() == METRICS
    assert described["modelMetrics"] == answer["metrics"]
    assert 0 < answer["metrics"]["mean_reciprocal_rank_at_25"] <= 1


def test_the_same_data_makes_one_model(shop: Shop) -> None:
    shop.recommender("recommended-for-you")
    shop.recommender("frequently-bought-together")
    assert list_files(shop) == [".json", ".model"]


def test_a_model_goes_with_the_last_that_uses_it(shop: Shop) -> None:
    one = shop.recommender("recommended-for-you")
    two = shop.recommender("frequently-bought-together")
    shop.personalize.delete_recommender(recommenderArn=one)
    assert shop.ask(two, itemId="a1")
    shop.personalize.delete_recommender(recommenderArn=two)
    shop.personalize.list_recommenders()
    assert list_files(shop) == []


def test_what_a_guest_did_becomes_the_users_with_the_next_training(shop: Shop) -> None:
    tracking_id = shop.add_tracker()
    arn = shop.filter('INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")')
    shop.put(tracking_id, "a1", sessionId="guest")
    shop.put(tracking_id, "b1", sessionId="guest", userId="new")
    first = shop.campaign("aws-user-personalization")
    assert set(shop.ask(first, userId="new", filterArn=arn)) == {"a1", "b1"}


def test_guests_who_never_log_in_are_forgotten_by_a_training(shop: Shop) -> None:
    tracking_id = shop.add_tracker()
    arn = shop.filter('INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")')
    shop.put(tracking_id, "a1", sessionId="guest")
    campaign = shop.campaign("aws-user-personalization")
    assert shop.ask(campaign, userId="guest", filterArn=arn) == []
    shop.put(tracking_id, "b1", sessionId="guest")
    assert shop.ask(campaign, userId="guest", filterArn=arn) == ["b1"]


def test_everything_is_there_again_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state.sqlite3"
    with open_shop(tmp_path, state_path=path) as shop:
        shop.fill(make_history())
        tracking_id = shop.add_tracker()
        recommender = shop.recommender("recommended-for-you")
        shop.put(tracking_id, "b1", userId="new", sentAt=START + 10**6)
        before = shop.ask(recommender, userId="new")
        port = shop.emulator.port
    with open_shop(tmp_path, state_path=path, port=port, is_new=False) as again:
        assert again.ask(recommender, userId="new") == before


def test_a_model_that_is_gone_is_told(shop: Shop) -> None:
    arn = shop.recommender("recommended-for-you")
    memory = memory_of(shop.emulator.state)
    memory.models.clear()
    rmtree(memory.folder.path)
    with pytest.raises(shop.runtime.exceptions.ClientError, match="train anew"):
        shop.ask(arn, userId="u1")


def test_a_log_of_the_past_goes_on_from_its_end(shop: Shop) -> None:
    arn = shop.recommender("recommended-for-you")
    (recommender,) = shop.emulator.state.find(RECOMMENDER)
    model = get_model(shop.emulator.state, recommender)
    end = model.engine.trained_until
    assert model.to_own_time(START) == START
    assert model.to_own_time(model.trained_at + 60) == pytest.approx(end + 60)
    assert shop.ask(arn, userId="u1")
