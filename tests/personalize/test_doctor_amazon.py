"""What is examined at Amazon: each mistake of the guide, made on purpose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings

from personalize.doctor.access import check_clock
from personalize.doctor.asking import Asking
from personalize.doctor.checks import CHECKS
from personalize.doctor.examination import Examination, examine
from personalize.emulator import arns, kinds
from personalize.emulator.resources import Stage
from personalize.metrics.amazon import AmazonClients
from shop.catalog.models import Product
from tests.personalize.amazon_account import (
    KEY,
    REGION,
    SECRET,
    AmazonAccount,
    open_account,
)
from tests.personalize.cloudwatch import run_cloudwatch
from tests.personalize.examining import find, look
from tests.personalize.factories import make_event
from tests.shop.factories import make_product

pytestmark = pytest.mark.django_db

ITEM_IDS = tuple(f"A-{number}" for number in range(8))
Use = Callable[..., None]


@pytest.fixture(scope="module")
def shared_account() -> Iterator[AmazonAccount]:
    with open_account(ITEM_IDS) as account:
        yield account


@pytest.fixture
def account(shared_account: AmazonAccount) -> Iterator[AmazonAccount]:
    yield shared_account
    shared_account.emulator.heal()


@pytest.fixture(autouse=True)
def use(account: AmazonAccount, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Use:
    """Have the shop use the account, with these options instead of the right ones."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", KEY)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)

    def use(**options: Any) -> None:
        found = account.settings
        found["BACKENDS"][0]["OPTIONS"] = account.options | options
        settings.PERSONALIZE = django_settings.PERSONALIZE | found

    use()
    return use


@pytest.fixture
def products() -> None:
    for item_id in ITEM_IDS:
        make_product(sku=item_id)


def add(
    account: AmazonAccount, kind: Any, name: str, status: str, **fields: Any
) -> str:
    """Put a resource into the account that is in this state for good."""
    stages = (Stage(status=status, at=0),)
    state = account.emulator.state
    fields.setdefault("datasetGroupArn", account.options["dataset_group_arn"])
    token = arns.region.set(REGION)
    made = state.create(kind, name, fields, stages=stages)
    arns.region.reset(token)
    return made.arn


def test_an_account_in_order_is_green(products: None) -> None:
    green = ("permissions", "tracker", "recommenders", "filters", "datasets", "items")
    levels = {name: look(name).level for name in green}
    assert levels == dict.fromkeys(green, "green")


def test_credentials_and_region_are_named() -> None:
    says = [finding.says for finding in look("credentials").findings]
    assert says == ["Credentials are found (env).", f"The region is {REGION}."]


def test_missing_credentials_are_red(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    finding = find("credentials")
    assert finding.level == "red"
    assert "AWS_ACCESS_KEY_ID" in finding.mends


def test_no_secret_is_shown(products: None) -> None:
    shown = repr([*examine(CHECKS, seconds=60)])
    assert SECRET not in shown
    assert KEY not in shown


@pytest.mark.parametrize("operation", ["PutEvents", "PutItems", "GetRecommendations"])
def test_a_missing_permission_is_named(account: AmazonAccount, operation: str) -> None:
    account.emulator.fail("denied", operation=operation)
    finding = find("permissions")
    assert finding.level == "red"
    assert f"{operation}" in finding.says
    assert "policy" in finding.mends


def test_the_permissions_are_tried_without_storing_anything(
    account: AmazonAccount, products: None
) -> None:
    before = len(account.emulator.get_requests())
    look("permissions")
    requests = account.emulator.get_requests()[before:]
    puts = {r.operation: r.status for r in requests if r.operation.startswith("Put")}
    assert puts == {"PutEvents": 400, "PutItems": 404, "PutUsers": 404}


def test_who_may_not_look_learns_whom_to_ask(account: AmazonAccount) -> None:
    account.emulator.fail("denied", operation="DescribeRecommender")
    finding = find("recommenders")
    assert finding.level == "amber"
    assert "personalize:Describe*" in finding.mends


def test_a_wrong_tracking_id_is_found(use: Use, account: AmazonAccount) -> None:
    use(tracking_id="1234-5678")
    finding = find("tracker")
    assert finding.level == "red"
    assert account.options["tracking_id"] in finding.says


def test_a_missing_tracking_id_is_found(use: Use) -> None:
    use(tracking_id="")
    assert "PERSONALIZE_TRACKING_ID" in find("tracker").mends


def test_an_arn_of_nothing_is_found(use: Use, account: AmazonAccount) -> None:
    arn = account.options["arns"]["best-sellers"].replace("best-sellers", "typo")
    use(arns={"best-sellers": arn})
    assert "Correct the ARN" in find("recommenders").mends
    assert "finds nothing there" in find("permissions").says


def test_one_arn_for_two_use_cases_is_found(use: Use, account: AmazonAccount) -> None:
    arn = account.options["arns"]["recommended-for-you"]
    use(arns={"recommended-for-you": arn, "similar-items": arn})
    says = [each.says for each in look("recommenders").findings]
    assert "recommended-for-you and similar-items have the same ARN" in says[0]
    assert find("recommenders").level == "red"


def test_a_recipe_for_something_else_is_found(use: Use, account: AmazonAccount) -> None:
    use(arns={"most-viewed": account.options["arns"]["best-sellers"]})
    finding = find("recommenders")
    assert "aws-ecomm-popular-items-by-purchases" in finding.says
    assert "aws-ecomm-popular-items-by-views" in finding.mends


@pytest.mark.parametrize(
    ("status", "mends"),
    [
        ("CREATE PENDING", "Training takes an hour"),
        ("CREATE FAILED", "apply again"),
        ("INACTIVE", "personalize start"),
    ],
)
def test_a_recommender_that_is_not_active_is_found(
    use: Use, account: AmazonAccount, status: str, mends: str
) -> None:
    recipe = "arn:aws:personalize:::recipe/aws-ecomm-popular-items-by-views"
    name = status.lower().replace(" ", "-")
    arn = add(account, kinds.RECOMMENDER, name, status, recipeArn=recipe)
    use(arns={"most-viewed": arn})
    assert mends in find("recommenders").mends


def test_a_dataset_group_without_interactions_is_found(
    use: Use, account: AmazonAccount
) -> None:
    arn = add(account, kinds.DATASET_GROUP, "empty", "ACTIVE", domain="ECOMMERCE")
    use(dataset_group_arn=arn)
    assert "no Interactions dataset" in find("datasets").says


def test_filters_that_do_not_exist_are_found(use: Use, account: AmazonAccount) -> None:
    group = account.options["dataset_group_arn"]
    use(filter_arn_prefix=group.replace("dataset-group/shop", "filter/shop-"))
    finding = find("filters")
    assert "The filter shop-in-stock does not exist." in finding.says
    assert "personalize apply" in finding.mends


def test_items_of_another_catalogue_are_found() -> None:
    make_product(sku="B-1")
    finding = find("items")
    assert finding.level == "red"
    assert "get_item_id" in finding.mends


def test_items_that_were_deleted_are_no_alarm(products: None) -> None:
    Product.objects.filter(sku=ITEM_IDS[0]).delete()
    finding = find("items")
    assert finding.level == "amber"
    assert f"items are not in the catalogue, such as '{ITEM_IDS[0]}'" in finding.says


def test_an_amazon_that_hangs_is_left(account: AmazonAccount) -> None:
    account.emulator.fail("hang", delay=60)
    check_ups = [*examine(CHECKS, seconds=3)]
    reds = {each.name for each in check_ups if each.level == "red"}
    assert "permissions" in reds
    assert len(account.emulator.get_requests()) < 300


def test_an_amazon_that_is_away_is_told(use: Use) -> None:
    use(runtime_endpoint_url="http://127.0.0.1:9")
    finding = find("permissions")
    assert finding.level == "red"
    assert "reaches Amazon" in finding.mends


def test_an_event_is_sent_once_more_when_writing_is_allowed(
    account: AmazonAccount,
) -> None:
    event = make_event("u_1", status="delivered", user_id="u_1")
    says = [each.says for each in look("delivery", may_write=True).findings]
    assert "sent once more, and taken" in says[-1]
    body = account.emulator.get_requests("PutEvents")[-1].body
    assert body["eventList"][0]["eventId"] == str(event.event_id)


@pytest.mark.parametrize(("minutes", "level"), [(0, "green"), (2, "amber"), (9, "red")])
def test_a_wrong_clock_is_found(time_machine: Any, minutes: int, level: str) -> None:
    with run_cloudwatch() as url:
        asking = Asking(AmazonClients(region=REGION, endpoint_urls={"cloudwatch": url}))
        asking.ask("cloudwatch", "list_metrics")
        assert asking.skew is not None
        asking.skew += timedelta(minutes=minutes)
        (finding,) = check_clock(Examination(asking=asking))
    assert finding.level == level
