"""Amazon says "too many" in two senses, and "not now" in several."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import CommandError

from tests.personalize.provisioning import (
    Amazon,
    amazon,
    apply,
    moto_url,
    start_amazon,
)

__all__ = ["amazon", "moto_url", "start_amazon"]

pytestmark = pytest.mark.django_db


def collect() -> str:
    return apply("--collect-only")


def test_too_many_at_once_are_waited_for(start_amazon: Callable[..., Amazon]) -> None:
    amazon = start_amazon(quotas=True, pace=0.05)
    collect()
    refused = [
        each
        for each in amazon.emulator.get_requests("CreateFilter")
        if each.status > 200
    ]
    assert refused != []
    assert len(amazon.list_names("filter", "Filters")) == 9


def test_a_quota_that_is_reached_stops_with_amazons_sentence(
    start_amazon: Callable[..., Amazon],
) -> None:
    amazon = start_amazon(quotas=True)
    amazon.client.create_dataset_group(name="one")
    amazon.client.create_dataset_group(name="two")
    amazon.client.create_dataset_group(name="three")
    amazon.client.create_dataset_group(name="four")
    amazon.client.create_dataset_group(name="five")
    with pytest.raises(CommandError, match="More than 5 resources in ACTIVE state"):
        collect()


def test_throttled_requests_are_sent_again(amazon: Amazon) -> None:
    amazon.emulator.fail("throttle", operation="CreateDataset", calls=2)
    collect()
    assert len(amazon.list_names("dataset")) == 3


def test_a_lost_answer_doubles_nothing(amazon: Amazon) -> None:
    amazon.emulator.fail("lost", operation="CreateEventTracker", calls=1)
    collect()
    assert amazon.list_names("event_tracker") == ["shop-events"]
    assert len(amazon.emulator.get_requests("CreateEventTracker")) == 1


def test_a_service_that_is_down_is_not_asked_for_ever(amazon: Amazon) -> None:
    amazon.emulator.fail("500", operation="CreateDatasetGroup")
    with pytest.raises(CommandError, match="dataset-group: CreateDatasetGroup: An int"):
        collect()


def test_what_is_not_allowed_is_told_with_what_allows_it(amazon: Amazon) -> None:
    amazon.emulator.fail("denied", operation="CreateSchema")
    with pytest.raises(CommandError, match="personalize policy operator"):
        collect()


def test_a_name_that_is_taken_in_another_group_is_told_of(amazon: Amazon) -> None:
    group = amazon.client.create_dataset_group(name="other", domain="ECOMMERCE")
    amazon.client.create_event_tracker(
        name="shop-events", datasetGroupArn=group["datasetGroupArn"]
    )
    with pytest.raises(CommandError, match="It is in another dataset group"):
        collect()
