from __future__ import annotations

from rest_framework import serializers

from shop.api.fields import TextField, WholeNumberField
from shop.api.pages import PageAnswer
from shop.api.serializers import Serializer
from shop.reviews.models import LEAST, MAX_TEXT, MAX_TITLE, MOST, Status


class ReviewSerializer(Serializer):
    """What a buyer says about a product."""

    author = serializers.CharField()
    rating = serializers.IntegerField()
    title = serializers.CharField()
    text = serializers.CharField()
    written_at = serializers.DateTimeField()


class ShareSerializer(Serializer):
    """How many reviews give so many stars."""

    rating = serializers.IntegerField()
    number = serializers.IntegerField()
    percent = serializers.IntegerField()


class ReviewsPage(PageAnswer):
    results = ReviewSerializer(many=True)
    rating = serializers.DecimalField(max_digits=3, decimal_places=2, allow_null=True)
    shares = ShareSerializer(many=True)


class OwnReviewSerializer(ReviewSerializer):
    status = serializers.ChoiceField(Status.choices)


class WritingSerializer(Serializer):
    rating = WholeNumberField(min_value=LEAST, max_value=MOST)
    title = TextField(
        required=False, allow_blank=True, default="", max_length=MAX_TITLE
    )
    text = TextField(required=False, allow_blank=True, default="", max_length=MAX_TEXT)
