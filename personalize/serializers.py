"""What the API takes, by the guide's field names. Nothing is converted by guessing."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from personalize.enums import EventType

ID_PATTERN = r"^[A-Za-z0-9_.:-]{1,128}\Z"
RECOMMENDATION_ID_PATTERN = r"^[A-Za-z0-9_.:-]{1,40}\Z"
MAX_QUANTITY = 99
MAX_LINES = 50
MAX_EVENTS = 100
MAX_RANKED = 500
# Clocks differ a little.
MAX_AHEAD = timedelta(minutes=5)


class IdField(serializers.RegexField):
    """An id; whole numbers are taken for their digits."""

    default_error_messages = {
        "invalid": "Only A-Z, a-z, 0-9, '_', '.', ':' and '-', at most 128 characters."
    }

    def __init__(self, regex: str = ID_PATTERN, **kwargs: Any) -> None:
        super().__init__(re.compile(regex), trim_whitespace=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, float):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class WholeNumberField(serializers.IntegerField):
    """An integer of JSON, and no string, float or boolean that looks like one."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return data


@extend_schema_field(
    {
        "oneOf": [
            {"type": "number", "description": "Unix time in seconds."},
            {"type": "string", "format": "date-time"},
        ]
    }
)
class TimestampField(serializers.Field):
    """Unix seconds or ISO 8601; without a zone it is UTC."""

    default_error_messages = {
        "invalid": "Send Unix time in seconds, or a time in ISO 8601.",
        "future": "The time is in the future.",
    }

    def to_internal_value(self, data: Any) -> datetime:
        if isinstance(data, bool) or not isinstance(data, int | float | str):
            self.fail("invalid")
        try:
            moment = read_time(data)
        except (ValueError, OverflowError, OSError):
            self.fail("invalid")
        if moment > timezone.now() + MAX_AHEAD:
            self.fail("future")
        return moment

    def to_representation(self, value: datetime) -> str:
        return value.isoformat()


def read_time(value: float | str) -> datetime:
    if not isinstance(value, str):
        return datetime.fromtimestamp(value, UTC)
    moment = parse_datetime(value)
    if moment is None:
        raise ValueError(value)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class VisitorSerializer(serializers.Serializer):
    """Who is meant."""

    userId = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        trim_whitespace=False,
        max_length=128,
        help_text="Leave it out with a token, a cookie or X-Guest-Id.",
    )
    sessionId = serializers.CharField(
        required=False,
        allow_null=True,
        allow_blank=True,
        trim_whitespace=False,
        max_length=128,
        help_text="One visit of a user who has no web session.",
    )


class DetailsSerializer(serializers.Serializer):
    """What every event may say."""

    eventId = IdField(
        required=False,
        allow_null=True,
        help_text="Your id of the event: sent twice, it is stored once.",
    )
    timestamp = TimestampField(
        required=False,
        allow_null=True,
        help_text="Unix seconds or ISO 8601, within the last 48 hours.",
    )
    recommendationId = IdField(
        RECOMMENDATION_ID_PATTERN,
        required=False,
        allow_null=True,
        allow_blank=True,
        help_text="Of the recommendations that led here.",
    )


class ViewSerializer(VisitorSerializer, DetailsSerializer):
    productId = IdField()
    productData = serializers.DictField(
        required=False,
        allow_null=True,
        help_text="Ignored: the shop knows its products.",
    )


class CartSerializer(ViewSerializer):
    quantity = WholeNumberField(
        required=False, default=1, min_value=1, max_value=MAX_QUANTITY
    )


class LineSerializer(serializers.Serializer):
    productId = IdField()
    quantity = WholeNumberField(
        required=False, default=1, min_value=1, max_value=MAX_QUANTITY
    )
    price = serializers.FloatField(
        required=False,
        allow_null=True,
        help_text="Ignored: the price is the shop's.",
    )


class PurchaseSerializer(VisitorSerializer, DetailsSerializer):
    items = LineSerializer(many=True, allow_empty=False, max_length=MAX_LINES)  # type: ignore[call-arg]


class BatchEventSerializer(DetailsSerializer):
    eventType = serializers.ChoiceField(EventType.choices)
    productId = IdField(required=False)
    quantity = WholeNumberField(
        required=False, default=1, min_value=1, max_value=MAX_QUANTITY
    )
    query = serializers.CharField(
        required=False, max_length=200, help_text="The words of a Search."
    )
    productData = serializers.DictField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        needed = "query" if attrs["eventType"] == EventType.SEARCH else "productId"
        if needed not in attrs:
            raise serializers.ValidationError({needed: ["This field is required."]})
        return attrs


@extend_schema_field(BatchEventSerializer(many=True))
class EventsField(serializers.ListField):
    """Events that are judged one by one: a wrong one does not hold up the others."""

    child = serializers.JSONField(allow_null=True)


class BatchSerializer(VisitorSerializer):
    events = EventsField(allow_empty=False, max_length=MAX_EVENTS)


class RankingSerializer(VisitorSerializer):
    productIds = serializers.ListField(
        child=IdField(), allow_empty=False, max_length=MAX_RANKED
    )
