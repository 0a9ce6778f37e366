"""What a request to Amazon carries besides ids: a filter, and a promotion."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.core.cache import cache

from personalize.backends.amazon_choice import (
    ChosenFilter,
    choose_filter,
    says_all,
    write_values,
)
from personalize.backends.amazon_errors import AmazonRefused
from personalize.backends.amazon_filters import (
    AmazonFilter,
    count_category_levels,
    make_filters,
)
from personalize.backends.base import Query
from personalize.catalog import get_catalog
from personalize.engine.features import ANYTHING
from personalize.enums import UseCase

if TYPE_CHECKING:
    from mypy_boto3_personalize_runtime.type_defs import PromotionTypeDef

logger = logging.getLogger(__name__)

# A new filter takes minutes to become active.
AVOIDED_FOR = 5 * 60
# Whoever complains of one of these does not complain of a filter.
NAMES_OTHER = re.compile("recommender|campaign|user ?id|item ?id", re.IGNORECASE).search


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """So many percent of the places go to items that pass the filter of this name."""

    name: str
    percent: int
    filter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowed:
    """``is_open`` says that many of the items may not pass, so more are asked for."""

    fields: dict[str, Any]
    is_open: bool


class Narrowing:
    """Chooses filters by name, and leaves those alone that Amazon has refused.

    A name that is not one of make_filters() is a filter of the shop's own, without
    parameters: the use case it is set for is always asked with it.
    """

    def __init__(
        self,
        *,
        arn_prefix: str,
        filters: Mapping[UseCase, Collection[str]],
        promotions: Mapping[UseCase, Promotion],
    ) -> None:
        self.arn_prefix = arn_prefix
        self.names = filters
        self.promotions = promotions

    @classmethod
    def of(
        cls,
        arn_prefix: str,
        filters: Mapping[str, Collection[str]] | None,
        promotions: Mapping[str, Mapping[str, Any]] | None,
    ) -> Self:
        return cls(
            arn_prefix=arn_prefix,
            filters={UseCase(name): names for name, names in (filters or {}).items()},
            promotions={
                UseCase(name): Promotion(**fields)
                for name, fields in (promotions or {}).items()
            },
        )

    @cached_property
    def filters(self) -> dict[str, AmazonFilter]:
        return make_filters(count_category_levels(get_catalog()))

    def find(self, query: Query) -> Narrowed:
        """Say what to ask with; nothing of what was refused a few minutes ago."""
        chosen = self._choose(query) if self.arn_prefix else None
        promotion = self._promote(query) if self.arn_prefix else None
        narrowed = self._write(query, chosen, promotion)
        arns = list(_list_arns(narrowed))
        if arns and cache.get_many(map(_make_key, arns)):
            return self.find_nothing(query)
        return narrowed

    def find_nothing(self, query: Query) -> Narrowed:
        return self._write(query, None, None)

    def may_be_refused(self, narrowed: Narrowed, error: AmazonRefused) -> bool:
        """Whether the same question without the filter may be answered."""
        is_of_filter = "filter" in str(error).lower() or not NAMES_OTHER(str(error))
        return bool(narrowed.fields) and is_of_filter

    def avoid(self, narrowed: Narrowed, error: AmazonRefused) -> None:
        """Ask without them for some minutes, in all processes."""
        arns = list(_list_arns(narrowed))
        cache.set_many({_make_key(arn): True for arn in arns}, AVOIDED_FOR)
        names = ", ".join(arn.rpartition("/")[2] for arn in arns)
        logger.warning(
            "Amazon answers without the filter %s only, and is asked so for %d s: %s",
            names,
            AVOIDED_FOR,
            error,
        )

    def _choose(self, query: Query) -> ChosenFilter | None:
        names = self.names.get(query.use_case, self.filters)
        own = next((name for name in names if name not in self.filters), None)
        if own is not None:
            return ChosenFilter(name=own)
        return choose_filter(query, (self.filters[name] for name in names))

    def _promote(self, query: Query) -> PromotionTypeDef | None:
        promotion = self.promotions.get(query.use_case)
        # Amazon does not narrow what it promotes: most of it would be in vain.
        if promotion is None or query.where:
            return None
        found = self.filters.get(promotion.filter)
        values = write_values(ANYTHING)
        return {
            "name": promotion.name,
            "percentPromotedItems": promotion.percent,
            "filterArn": self.arn_prefix + promotion.filter,
            "filterValues": {
                name: values[name] for name in (found.parameters if found else ())
            },
        }

    def _write(
        self,
        query: Query,
        chosen: ChosenFilter | None,
        promotion: PromotionTypeDef | None,
    ) -> Narrowed:
        fields: dict[str, Any] = {}
        if chosen:
            fields["filterArn"] = self.arn_prefix + chosen.name
        if chosen and chosen.values:
            fields["filterValues"] = chosen.values
        if promotion:
            fields["promotions"] = [promotion]
        return Narrowed(fields=fields, is_open=not says_all(chosen, query.where))


def _list_arns(narrowed: Narrowed) -> Iterator[str]:
    for part in (narrowed.fields, *narrowed.fields.get("promotions", [])):
        if "filterArn" in part:
            yield part["filterArn"]


def _make_key(arn: str) -> str:
    return f"personalize:refused-filter:{arn}"
