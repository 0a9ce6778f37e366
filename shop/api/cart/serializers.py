from __future__ import annotations

from django.conf import settings
from rest_framework import serializers

from shop.api.catalog.serializers import ProductCard
from shop.api.fields import MoneyField, SkuField, TextField, WholeNumberField
from shop.api.serializers import Serializer
from shop.cart.models import MAX_QUANTITY


class CartLineSerializer(Serializer):
    id = serializers.IntegerField(source="pk")
    product = ProductCard()
    size = serializers.CharField()
    quantity = serializers.IntegerField()
    total = MoneyField()
    problem = serializers.CharField(
        help_text="Why it cannot be bought like that, for the shopper; else empty."
    )


class CartSerializer(Serializer):
    """What the shopper means to buy; shipping and tax are the checkout's to say."""

    lines = CartLineSerializer(many=True)
    quantity = serializers.IntegerField(help_text="Of all lines together.")
    goods = MoneyField()
    currency = serializers.SerializerMethodField()

    def get_currency(self, cart: object) -> str:
        return settings.CURRENCY


class AdditionSerializer(Serializer):
    sku = SkuField()
    quantity = WholeNumberField(
        required=False, default=1, min_value=1, max_value=MAX_QUANTITY
    )
    size = TextField(required=False, allow_blank=True, default="", max_length=20)
    recommendation_id = TextField(
        required=False,
        allow_blank=True,
        default="",
        max_length=40,
        help_text="Of the recommendations from which the product was added.",
    )


class QuantitySerializer(Serializer):
    quantity = WholeNumberField(
        min_value=0, max_value=MAX_QUANTITY, help_text="Zero takes the line out."
    )
