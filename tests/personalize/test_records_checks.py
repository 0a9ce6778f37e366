"""What ``check`` says of the catalogue and of the dataset group."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.checks import CheckMessage, run_checks
from django.db.models import QuerySet

from personalize.catalog import Catalog
from personalize.checks.datasets import check_columns, check_dataset_group
from shop.catalog.models import Product
from shop.personalization import ShopCatalog
from tests.personalize.amazon import ARNS
from tests.personalize.datasets import GROUP_ARN


class PlainCatalog(Catalog):
    def get_queryset(self) -> QuerySet[Any]:
        return Product.objects.available()


class ColumnsCatalog(ShopCatalog):
    pass


def find(settings: Any, catalog: type, **options: Any) -> list[CheckMessage]:
    path = "personalize.backends.aws.AmazonPersonalizeBackend"
    options = {"tracking_id": "t", "region": "eu-west-1", **options}
    settings.PERSONALIZE = django_settings.PERSONALIZE | {
        "BACKENDS": [{"BACKEND": path, "OPTIONS": options | {"arns": ARNS}}],
        "CATALOG": f"{catalog.__module__}.{catalog.__name__}",
    }
    return [*check_dataset_group(), *check_columns()]


def test_the_catalogue_of_the_shop_has_what_amazon_requires(settings: Any) -> None:
    assert find(settings, ShopCatalog, dataset_group_arn=GROUP_ARN) == []


def test_a_catalogue_is_told_which_attribute_to_set(settings: Any) -> None:
    found = find(settings, PlainCatalog, dataset_group_arn=GROUP_ARN)
    assert [each.id for each in found] == ["personalize.W041", "personalize.W042"]
    assert 'price_field = "price"' in str(found[0].hint)
    assert "category_path = " in str(found[1].hint)


def test_the_checks_are_among_those_that_are_run(settings: Any) -> None:
    find(settings, PlainCatalog, dataset_group_arn=GROUP_ARN)
    assert "personalize.W041" in {each.id for each in run_checks()}


def test_without_a_dataset_group_nothing_is_required(settings: Any) -> None:
    assert find(settings, PlainCatalog) == []


@pytest.mark.parametrize(
    ("arn", "check_id"),
    [
        ("arn:aws:personalize:eu-west-1:123456789012:dataset/shop/ITEMS", "E041"),
        ("shop", "E041"),
        (GROUP_ARN.replace("eu-west-1", "us-east-1"), "E042"),
    ],
)
def test_a_wrong_dataset_group_is_found(settings: Any, arn: str, check_id: str) -> None:
    found = find(settings, ShopCatalog, dataset_group_arn=arn)
    assert [each.id for each in found] == [f"personalize.{check_id}"]


@pytest.mark.parametrize(
    "columns",
    [
        ("home region",),
        ("GENDER",),
        ("MEMBERSHIP_STATUS",),
        ("REGION", "REGION"),
        tuple(f"BAND_{number}" for number in range(25)),
    ],
    ids=str,
)
def test_columns_of_users_that_amazon_refuses_are_found(
    settings: Any, monkeypatch: pytest.MonkeyPatch, columns: tuple[str, ...]
) -> None:
    monkeypatch.setattr(ColumnsCatalog, "user_columns", columns)
    found = find(settings, ColumnsCatalog, dataset_group_arn=GROUP_ARN)
    assert [each.id for each in found] == ["personalize.E043"]
