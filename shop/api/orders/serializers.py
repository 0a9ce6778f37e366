from __future__ import annotations

from rest_framework import serializers

from shop.api.cart.serializers import CartSerializer
from shop.api.fields import AddressField, MoneyField, PictureField
from shop.api.serializers import Serializer
from shop.orders.statuses import Status


class OrderLineSerializer(Serializer):
    """A product as it was bought: its name and price are of that day."""

    sku = serializers.CharField(source="product.sku")
    name = serializers.CharField()
    size = serializers.CharField()
    price = MoneyField()
    quantity = serializers.IntegerField()
    total = MoneyField()
    picture = PictureField(source="product.picture")


class OrderCard(Serializer):
    """An order as a list shows it."""

    number = serializers.CharField()
    status = serializers.ChoiceField(Status.choices)
    status_name = serializers.CharField(source="get_status_display")
    total = MoneyField()
    currency = serializers.CharField()
    placed_at = serializers.DateTimeField()
    paid_at = serializers.DateTimeField(allow_null=True)
    lines = OrderLineSerializer(many=True, source="lines.all")


class OrderAddress(Serializer):
    full_name = serializers.CharField()
    street = serializers.CharField()
    postal_code = serializers.CharField()
    city = serializers.CharField()
    country = serializers.CharField()
    country_name = serializers.CharField()


class StepSerializer(Serializer):
    """A step in the life of the order; one that is still to come has no time."""

    status = serializers.ChoiceField(Status.choices)
    label = serializers.CharField()
    changed_at = serializers.DateTimeField(allow_null=True)


class OrderSerializer(OrderCard):
    key = serializers.CharField(
        help_text="Opens this order without an account: send it as X-Order-Key."
    )
    goods = MoneyField()
    shipping = MoneyField()
    tax = MoneyField(help_text="On top of goods and shipping.")
    email = serializers.CharField()
    address = OrderAddress(source="*")
    payment_method = serializers.CharField()
    expires_at = serializers.DateTimeField(
        allow_null=True, help_text="Cancelled, if it is not paid by then."
    )
    can_be_cancelled = serializers.BooleanField(source="is_revocable")
    timeline = StepSerializer(many=True)
    url = AddressField(source="link_path")


class ReorderedSerializer(Serializer):
    cart = CartSerializer()
    problems = serializers.ListField(
        child=serializers.CharField(),
        help_text="Why some of it is not in the cart, for the shopper.",
    )
