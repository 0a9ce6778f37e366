"""From an empty account to recommendations, and once more."""

from __future__ import annotations

import pytest

from tests.personalize.provisioning import (
    Amazon,
    amazon,
    apply,
    get_actions,
    moto_url,
    read_plan,
    store_history,
)

__all__ = ["amazon", "moto_url"]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def history(db: None) -> None:
    store_history()


def test_an_empty_account_gets_everything(amazon: Amazon) -> None:
    out = apply()
    print(out)
    assert amazon.list_names("recommender") == [
        "shop-best-sellers",
        "shop-recommended-for-you",
    ]
    assert set(get_actions(read_plan()).values()) == {"keep"}
    assert "similar-items: SKU-" in out


def test_applying_again_changes_nothing(amazon: Amazon) -> None:
    apply()
    written = amazon.count_writes()
    apply()
    assert amazon.count_writes() == written
