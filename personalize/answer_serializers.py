"""The shapes of the API's answers, for its documentation."""

from __future__ import annotations

from rest_framework import serializers

from personalize.enums import FallbackReason


class Answer(serializers.Serializer):
    success = serializers.BooleanField(default=True)


class ErrorAnswer(serializers.Serializer):
    success = serializers.BooleanField(default=False)
    message = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField())
    )


class EventAnswer(Answer):
    eventId = serializers.UUIDField(allow_null=True)
    tracked = serializers.BooleanField(
        required=False, help_text="False, with no eventId, when nothing was stored."
    )


class PurchaseAnswer(Answer):
    eventIds = serializers.ListField(child=serializers.UUIDField())
    tracked = serializers.IntegerField(help_text="How many events are stored.")


class BatchResult(serializers.Serializer):
    eventId = serializers.UUIDField(allow_null=True)
    status = serializers.ChoiceField(["accepted", "duplicate", "rejected", "ignored"])
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )


class BatchAnswer(Answer):
    tracked = serializers.IntegerField(help_text="How many events are stored.")
    results = BatchResult(many=True, help_text="In the order of the events sent.")


class ReadAnswer(Answer):
    recommendationId = serializers.CharField(allow_blank=True)
    isFallback = serializers.BooleanField()
    backend = serializers.CharField(allow_blank=True)
    fallbackReason = serializers.ChoiceField(FallbackReason.choices, allow_blank=True)


class RecommendationsAnswer(ReadAnswer):
    recommendations = serializers.ListField(
        child=serializers.DictField(), help_text="Products, as the shop describes them."
    )


class RankingAnswer(ReadAnswer):
    productIds = serializers.ListField(child=serializers.CharField())


class SessionAnswer(Answer):
    guestId = serializers.CharField()
    signature = serializers.CharField()
    sessionId = serializers.CharField(
        help_text="Send it back with events of a logged-in user."
    )
    headers = serializers.DictField(
        child=serializers.CharField(), help_text="Send these with every call."
    )
