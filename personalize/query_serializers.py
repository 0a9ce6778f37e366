"""What the API's questions take, in the query string."""

from __future__ import annotations

import re
from typing import Any

from rest_framework import serializers

from personalize.engine.features import make_filter
from personalize.enums import UseCase
from personalize.serializers import VisitorSerializer

MAX_RESULTS = 100
PRICE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,4})?")


class CountField(serializers.IntegerField):
    """A number in a query string: up to three ASCII digits."""

    def to_internal_value(self, data: Any) -> int:
        if not re.fullmatch(r"[0-9]{1,3}", str(data)):
            self.fail("invalid")
        return int(data)


class PriceField(serializers.FloatField):
    """A number in a query string, with a point: neither "12,50" nor "1e9" nor "NaN"."""

    default_error_messages = {"invalid": "Send a price such as 20 or 19.90."}

    def to_internal_value(self, data: Any) -> float:
        if not PRICE.fullmatch(str(data)):
            self.fail("invalid")
        return float(data)


class FilterQuery(VisitorSerializer):
    """Which products the answer is limited to."""

    category = serializers.CharField(
        required=False,
        max_length=200,
        help_text="Only products of this category and of those below it.",
    )
    minPrice = PriceField(required=False, help_text="Only products of this price on.")
    maxPrice = PriceField(required=False, help_text="Only products up to this price.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        lowest, highest = attrs.pop("minPrice", None), attrs.pop("maxPrice", None)
        if lowest is not None and highest is not None and lowest > highest:
            raise serializers.ValidationError({"minPrice": ["It is above maxPrice."]})
        category = attrs.pop("category", "")
        return attrs | {"where": make_filter(category, lowest, highest)}


class RecommendationsQuery(FilterQuery):
    numResults = CountField(
        required=False, default=10, min_value=1, max_value=MAX_RESULTS
    )
    useCase = serializers.ChoiceField(
        [use_case for use_case in UseCase if not use_case.needs_item],
        required=False,
        default=UseCase.RECOMMENDED_FOR_YOU,
    )


class RelatedQuery(FilterQuery):
    numResults = CountField(
        required=False, default=6, min_value=1, max_value=MAX_RESULTS
    )
    useCase = serializers.ChoiceField(
        [use_case for use_case in UseCase if use_case.needs_item],
        required=False,
        default=UseCase.CUSTOMERS_ALSO_VIEWED,
    )
