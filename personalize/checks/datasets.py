"""Whether what the catalogue says is what Amazon's datasets must have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.utils.module_loading import import_string

from personalize.catalog import Catalog
from personalize.conf import conf
from personalize.datasets.columns import NAME, RESERVED
from personalize.records.target import Target, get_target

GROUP_ARN = re.compile(
    r"arn:[a-z\d-]+:personalize:(?P<region>[a-z\d-]+):\d{12}:dataset-group/[\w-]+",
    re.ASCII,
)
# Amazon takes so many columns of a user.
MAX_USER_COLUMNS = 25
OWN_USER_COLUMNS = {"MEMBERSHIP_STATUS"}


@register(Tags.compatibility)
def check_dataset_group(**kwargs: Any) -> list[CheckMessage]:
    target = get_target()
    return list(_check_target(target)) if target else []


@register(Tags.compatibility)
def check_columns(**kwargs: Any) -> list[CheckMessage]:
    """Only where a dataset group is set: else nobody is told of items and users."""
    catalog = _find_catalog()
    if get_target() is None or catalog is None:
        return []
    return [*_check_items(catalog), *_check_users(catalog)]


def _check_target(target: Target) -> Iterator[CheckMessage]:
    match = GROUP_ARN.fullmatch(target.dataset_group_arn)
    if not match:
        yield Error(
            f"{target.dataset_group_arn!r} is not the ARN of a dataset group.",
            hint="PERSONALIZE_DATASET_GROUP_ARN reads arn:aws:personalize:<region>:"
            "<account>:dataset-group/<name>: copy it from the console.",
            id="personalize.E041",
        )
    elif target.region and match["region"] != target.region:
        yield Error(
            f"The dataset group is in {match['region']}, not in {target.region}.",
            hint="Set AWS_REGION to the region of the dataset group.",
            id="personalize.E042",
        )


def _find_catalog() -> type[Catalog] | None:
    # That it cannot be found is said by another check.
    try:
        catalog = import_string(conf.CATALOG)
    except ImportError:
        return None
    is_catalog = isinstance(catalog, type) and issubclass(catalog, Catalog)
    return catalog if is_catalog else None


def _check_items(catalog: type[Catalog]) -> Iterator[CheckMessage]:
    if not catalog.price_field:
        yield Warning(
            f"{conf.CATALOG} has no price_field, and Items of an E-commerce dataset "
            "group must have a PRICE.",
            hint='Name the field of the price: price_field = "price".',
            id="personalize.W041",
        )
    if not (catalog.category_field or catalog.category_path):
        yield Warning(
            f"{conf.CATALOG} has neither category_path nor category_field, and Items "
            "of an E-commerce dataset group must have a CATEGORY_L1.",
            hint='Name the field of the category: category_path = ("category__name",).',
            id="personalize.W042",
        )


def _check_users(catalog: type[Catalog]) -> Iterator[CheckMessage]:
    columns = catalog.user_columns
    wrong = [name for name in columns if not _is_free(name)]
    if wrong or len(set(columns)) < len(columns) or len(columns) >= MAX_USER_COLUMNS:
        yield Error(
            f"{conf.CATALOG}: user_columns is {columns!r}.",
            hint=f"Name at most {MAX_USER_COLUMNS - 1} columns, each once, in letters, "
            "digits and underscores, and none that Amazon or this app keeps.",
            id="personalize.E043",
        )


def _is_free(name: str) -> bool:
    return bool(NAME.fullmatch(name)) and name not in RESERVED | OWN_USER_COLUMNS
