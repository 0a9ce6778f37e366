"""What would be done, whether it can be, and what it costs."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError

from personalize.models import Event
from personalize.provisioning.costs import Cost, make_costs
from personalize.provisioning.declaration import Declaration, read_declaration
from tests.personalize.provisioning import (
    Amazon,
    amazon,
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


def find_costs(declaration: Declaration, **hours: float) -> dict[str, Cost]:
    costs = make_costs(declaration, imports={}, training_hours=hours)
    return {each.what: each for each in costs}


def test_an_empty_account_would_get_everything(amazon: Amazon) -> None:
    store_history()
    actions = get_actions(read_plan())
    # There are no accounts, and so no users to tell of.
    assert actions.pop("import/users") == "keep"
    assert set(actions.values()) == {"create"}
    assert amazon.count_writes() == 0


def test_what_is_missing_is_counted(amazon: Amazon) -> None:
    store_history(users=10)
    with pytest.raises(CommandError) as refusal:
        run("plan")
    told = str(refusal.value)
    assert "Interactions of users: 540 of at least 1,000; 460 are missing." in told
    assert "Users with two interactions or more: 10 of at least 25; 15 are" in told
    assert "View" not in told


def test_only_the_event_types_count_that_a_use_case_learns_from(
    amazon: Amazon, settings: Any
) -> None:
    store_history()
    Event.objects.filter(event_type="Purchase", user_id__lt="user-3").delete()
    with pytest.raises(CommandError, match="of the type Purchase .for best-sellers.:"):
        run("plan")
    declare(settings, USE_CASES=["most-viewed", "similar-items"])
    assert "recommender/most-viewed" in run("plan")


def test_a_plan_for_people_shows_signs_and_units(amazon: Amazon) -> None:
    store_history()
    text = run("plan")
    assert "+ recommender/best-sellers" in " ".join(text.split())
    assert "730 recommender-hour a month" in " ".join(text.split())


def test_an_hour_of_each_request_a_second_is_billed() -> None:
    declaration = read_declaration({"USE_CASES": {"best-sellers": {"MIN_TPS": 2}}})
    cost = find_costs(declaration)["recommender best-sellers"]
    assert (cost.quantity, cost.unit) == (1460, "recommender-hour")
    assert cost.amount is None


def test_the_prices_of_the_operator_make_money_of_it() -> None:
    given = {"USE_CASES": ["best-sellers"], "PRICES": {"recommender-hour": 0.5}}
    cost = find_costs(read_declaration(given))["recommender best-sellers"]
    assert cost.amount == 365


def test_recipes_that_are_billed_by_request_cost_nothing_idle() -> None:
    costs = find_costs(read_declaration({"USE_CASES": ["ranking", "similar-items"]}))
    assert costs["campaign ranking"].quantity == 0
    assert costs["campaign similar-items"].quantity == 730


def test_trainings_are_counted_in_hours_once_one_was_measured() -> None:
    declaration = read_declaration({"USE_CASES": ["ranking"], "RETRAIN_DAYS": 10})
    assert find_costs(declaration)["training ranking"].quantity == 0
    hours = make_costs(declaration, imports={}, training_hours={"ranking": 3.0})
    assert hours[-1].quantity == pytest.approx(9.1)
