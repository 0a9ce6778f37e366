"""What the shop wants of Amazon: ``PERSONALIZE["PROVISIONING"]``, made complete."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from personalize.backends.amazon_filters import count_category_levels, make_filters
from personalize.catalog import get_catalog
from personalize.conf import conf
from personalize.provisioning.recipes import (
    LEARNS_FROM,
    RECIPES,
    Recipe,
    get_choices,
    get_default_names,
)

KEYS = (
    "PREFIX",
    "DOMAIN",
    "USE_CASES",
    "DATASETS",
    "FILTERS",
    "ACCOUNT",
    "BUCKET",
    "DATA_FOLDER",
    "ROLE",
    "REGION",
    "TAGS",
    "EXPLORATION_WEIGHT",
    "EXPLORATION_DAYS",
    "METADATA",
    "RETRAIN_DAYS",
    "PRICES",
    "CURRENCY",
)
USE_CASE_KEYS = ("RECIPE", "MIN_TPS")
DATASETS = ("interactions", "items", "users")
# What Amazon bills, in its own units; the operator knows the prices of the region.
PRICED = (
    "recommender-hour",
    "campaign-tps-hour",
    "training-hour",
    "ingested-gb",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """A use case, and the recipe that answers it."""

    use_case: str
    recipe: Recipe
    min_tps: int = 1

    @property
    def event_type(self) -> str:
        """What alone it learns from: the domain recipes know, the others are told."""
        if self.recipe.is_of_a_domain:
            return self.recipe.event_type
        return str(LEARNS_FROM.get(self.use_case, ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """Everything that is to exist in one account and region."""

    prefix: str = "shop"
    domain: str = "ECOMMERCE"
    servings: tuple[Serving, ...] = ()
    datasets: tuple[str, ...] = DATASETS
    filters: Mapping[str, str] = field(default_factory=dict)
    # Asked of STS where it is not said.
    account: str = ""
    bucket: str = ""
    # A folder that stands for S3, where the emulator does for Amazon.
    data_folder: str = ""
    role: str = ""
    region: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    exploration_weight: float = 0.3
    exploration_days: int = 30
    with_metadata: bool = False
    # 0: solutions are trained once. Recommenders train every week in any case.
    retrain_days: int = 7
    prices: Mapping[str, float] = field(default_factory=dict)
    currency: str = ""

    def get_name(self, suffix: str) -> str:
        return f"{self.prefix}-{suffix}"

    @property
    def recommenders(self) -> list[Serving]:
        return [each for each in self.servings if each.recipe.is_of_a_domain]

    @property
    def campaigns(self) -> list[Serving]:
        return [each for each in self.servings if not each.recipe.is_of_a_domain]


def get_declaration() -> Declaration:
    return read_declaration(conf.PROVISIONING)


def read_declaration(given: Mapping[str, Any]) -> Declaration:
    """Complete what ``manage.py check`` has found to be right."""
    domain = str(given.get("DOMAIN", Declaration().domain))
    return Declaration(
        prefix=given.get("PREFIX", "shop"),
        domain=domain,
        servings=tuple(_read_servings(given.get("USE_CASES"), domain)),
        datasets=tuple(each for each in DATASETS if each in _get_datasets(given)),
        filters=_read_filters(given.get("FILTERS", {})),
        account=given.get("ACCOUNT", ""),
        bucket=given.get("BUCKET", ""),
        data_folder=str(given.get("DATA_FOLDER", "")),
        role=given.get("ROLE", ""),
        region=given.get("REGION", "") or os.environ.get("AWS_REGION", ""),
        tags=dict(given.get("TAGS", {})),
        exploration_weight=float(given.get("EXPLORATION_WEIGHT", 0.3)),
        exploration_days=int(given.get("EXPLORATION_DAYS", 30)),
        with_metadata=bool(given.get("METADATA", False)),
        retrain_days=int(given.get("RETRAIN_DAYS", 7)),
        prices={key: float(price) for key, price in given.get("PRICES", {}).items()},
        currency=given.get("CURRENCY", ""),
    )


def _read_filters(own: Mapping[str, str]) -> dict[str, str]:
    """Add the shop's own to those that serving asks with; an empty one takes away."""
    usual = make_filters(count_category_levels(get_catalog()))
    filters = {name: each.expression for name, each in usual.items()} | dict(own)
    return {name: expression for name, expression in filters.items() if expression}


def _get_datasets(given: Mapping[str, Any]) -> set[str]:
    """Interactions are the one dataset that there always is."""
    return {"interactions", *given.get("DATASETS", DATASETS)}


def _read_servings(given: Any, domain: str) -> list[Serving]:
    named = get_default_names(domain) if given is None else given
    options: Mapping[str, Any] = named if isinstance(named, Mapping) else {}
    return [_make_serving(each, domain, options.get(each, {})) for each in named]


def _make_serving(use_case: str, domain: str, options: Mapping[str, Any]) -> Serving:
    default = get_choices(use_case, domain)[0]
    return Serving(
        use_case=str(use_case),
        recipe=RECIPES[options.get("RECIPE", default.name)],
        min_tps=int(options.get("MIN_TPS", 1)),
    )
