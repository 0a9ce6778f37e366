"""The command, from the settings to CloudWatch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from tests.personalize.amazon_account import (
    KEY,
    SECRET,
    AmazonAccount,
    open_account,
)
from tests.personalize.cloudwatch import open_client, run_cloudwatch

ITEM_IDS = tuple(f"A-{number}" for number in range(8))
TOPIC = "arn:aws:sns:eu-west-1:123456789012:operators"
Use = Callable[..., None]


@pytest.fixture(scope="module")
def shared_account() -> Iterator[AmazonAccount]:
    with open_account(ITEM_IDS) as account:
        yield account


@pytest.fixture
def account(shared_account: AmazonAccount) -> Iterator[AmazonAccount]:
    yield shared_account
    shared_account.emulator.heal()


@pytest.fixture
def url() -> Iterator[str]:
    with run_cloudwatch() as url:
        yield url


@pytest.fixture
def cloudwatch(url: str) -> Iterator[Any]:
    with open_client(url) as client:
        yield client


@pytest.fixture(autouse=True)
def use(
    account: AmazonAccount, url: str, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Use:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)

    def use(**changes: Any) -> None:
        found = account.settings | {"METRICS_NAMESPACE": "Personalize/Shop"}
        found["ENDPOINT_URLS"] = found["ENDPOINT_URLS"] | {"cloudwatch": url}
        settings.PERSONALIZE = django_settings.PERSONALIZE | found | changes

    use()
    return use


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("personalize", "alarms", *arguments, stdout=out)
    return out.getvalue()


def test_alarms_are_made_for_what_the_settings_name(cloudwatch: Any) -> None:
    output = run("apply", "--topic", TOPIC)
    assert "created  shop-personalize-best-sellers-utilised" in output
    names = {each["AlarmName"] for each in cloudwatch.describe_alarms()["MetricAlarms"]}
    assert {"shop-personalize-events-refused", "shop-personalize-shop-late"} <= names


def test_the_topic_of_the_settings_hears(use: Use, cloudwatch: Any) -> None:
    use(ALARM_TOPIC_ARN=TOPIC)
    run("apply")
    alarm = cloudwatch.describe_alarms()["MetricAlarms"][0]
    assert alarm["AlarmActions"] == [TOPIC]


def test_alarms_that_nobody_hears_are_remarked_upon() -> None:
    assert "name an SNS topic" in run("apply")


def test_applying_again_changes_nothing() -> None:
    run("apply")
    assert "created" not in run("apply")


def test_alarms_are_listed_with_what_they_mean() -> None:
    run("apply")
    assert "Amazon refuses events" in run("list")


def test_alarms_are_deleted_by_their_prefix(cloudwatch: Any) -> None:
    run("apply", "--prefix", "other")
    run("apply")
    run("delete", "--yes")
    left = {each["AlarmName"] for each in cloudwatch.describe_alarms()["MetricAlarms"]}
    assert {name.split("-")[0] for name in left} == {"other"}


def test_deleting_wants_the_prefix_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    run("apply")
    monkeypatch.setattr("builtins.input", lambda question: "yes")
    with pytest.raises(CommandError, match="Nothing is deleted"):
        run("delete")
    assert "shop-personalize-events-refused" in run("list")


def test_a_shop_without_amazon_has_nothing_to_watch(use: Use) -> None:
    use(BACKENDS=[{"BACKEND": "personalize.backends.popular.PopularBackend"}])
    with pytest.raises(CommandError, match="not configured"):
        run("apply")


def test_who_may_not_look_is_told(account: AmazonAccount) -> None:
    account.emulator.fail("denied", operation="DescribeRecommender")
    with pytest.raises(CommandError, match="AccessDenied"):
        run("apply")


def test_a_cloudwatch_that_is_away_is_told(use: Use) -> None:
    urls = {"cloudwatch": "http://127.0.0.1:9"}
    use(ENDPOINT_URLS=django_settings.PERSONALIZE["ENDPOINT_URLS"] | urls)
    with pytest.raises(CommandError, match="Could not be reached"):
        run("list")
