"""From an empty account to recommendations, once and again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from personalize.models import Event
from personalize.provisioning.graph import make_resources
from personalize.provisioning.reconciling import Phase, Progress, Reconciler
from tests.personalize.provisioning import (
    ACCOUNT,
    REGION,
    Amazon,
    amazon,
    apply,
    declare,
    get_actions,
    moto_url,
    open_world,
    read_plan,
    start_amazon,
    store_history,
)

__all__ = ["amazon", "moto_url", "start_amazon"]

pytestmark = pytest.mark.django_db
ARN = f"arn:aws:personalize:{REGION}:{ACCOUNT}"


@pytest.fixture(autouse=True)
def history(db: None) -> None:
    store_history()


def test_an_empty_account_gets_everything_once(amazon: Amazon) -> None:
    out = apply()
    assert amazon.list_names("recommender") == ["shop-best-sellers"]
    assert amazon.list_names("campaign") == ["shop-similar-items"]
    assert "similar-items: SKU-" in out
    assert set(get_actions(read_plan()).values()) == {"keep"}
    written = amazon.count_writes()
    apply()
    assert amazon.count_writes() == written


def test_the_shop_is_told_where_everything_is(amazon: Amazon, tmp_path: Path) -> None:
    apply("--write-env", str(tmp_path / ".env"))
    lines = dict(line.split("=", 1) for line in (tmp_path / ".env").read_text().split())
    assert (
        lines["PERSONALIZE_BEST_SELLERS_ARN"] == f"{ARN}:recommender/shop-best-sellers"
    )
    assert (
        lines["PERSONALIZE_SIMILAR_ITEMS_ARN"] == f"{ARN}:campaign/shop-similar-items"
    )
    assert lines["PERSONALIZE_FILTER_ARN_PREFIX"] == f"{ARN}:filter/shop-"
    assert lines["PERSONALIZE_TRENDING_ARN"] == ""
    assert len(lines["PERSONALIZE_TRACKING_ID"]) == 36


def test_what_is_imported_once_is_not_imported_when_events_come(
    amazon: Amazon,
) -> None:
    apply()
    Event.objects.latest_first()[0].delete()
    apply()
    assert len(amazon.take_stock()["imports"]) == 2


def test_it_is_imported_again_when_asked_for_and_changed(amazon: Amazon) -> None:
    apply()
    apply("--import-again")
    assert len(amazon.take_stock()["imports"]) == 2
    Event.objects.latest_first()[0].delete()
    apply("--import-again")
    assert len(amazon.take_stock()["imports"]) == 3


def test_more_requests_a_second_are_drift(amazon: Amazon, settings: Any) -> None:
    apply()
    use_cases = {"best-sellers": {"MIN_TPS": 2}, "similar-items": {"MIN_TPS": 3}}
    declare(settings, USE_CASES=use_cases)
    actions = get_actions(read_plan())
    assert actions["recommender/best-sellers"] == "change"
    assert actions["campaign/similar-items"] == "change"
    apply()
    assert set(get_actions(read_plan()).values()) == {"keep"}


def test_what_is_declared_no_longer_goes(amazon: Amazon, settings: Any) -> None:
    apply()
    declare(settings, USE_CASES=["best-sellers"])
    apply()
    stock = amazon.take_stock()
    assert stock["recommenders"] == ["shop-best-sellers"]
    assert stock["solutions"] == stock["campaigns"] == []


def test_a_failure_is_told_with_amazons_reason_and_can_be_mended(
    amazon: Amazon, settings: Any, tmp_path: Path
) -> None:
    declare(settings, USE_CASES=["best-sellers"], DATA_FOLDER=str(tmp_path))
    with pytest.raises(CommandError, match="import/interactions: Invalid Data loc"):
        apply()
    declare(settings, USE_CASES=["best-sellers"])
    assert "best-sellers: SKU-" in apply()


def test_what_has_failed_is_made_again_once_its_cause_is_mended(
    amazon: Amazon, settings: Any
) -> None:
    declare(settings, USE_CASES=["best-sellers"])
    purchases = Event.objects.filter(event_type="Purchase")
    bought = list(purchases)
    purchases.delete()
    [failed] = make_all_the_same()
    assert "fewer than 1000 interactions" in failed.note
    Event.objects.bulk_create(bought)
    assert get_actions(read_plan())["recommender/best-sellers"] == "replace"
    assert "best-sellers: SKU-" in apply("--import-again")


def make_all_the_same() -> list[Progress]:
    """Try what the plan would refuse; return what came of the recommenders."""
    with open_world() as world:
        resources = make_resources(world.declaration)
        progress = Reconciler(world=world, resources=resources).run()
    return [each for each in progress if each.phase is Phase.FAILED]
