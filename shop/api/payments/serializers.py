from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from shop.api.fields import MoneyField, TextField
from shop.api.serializers import Serializer
from shop.payments.outcomes import Outcome


class PaymentMethodSerializer(Serializer):
    """A way to pay that the shop offers."""

    name = serializers.CharField()
    label = serializers.CharField()
    description = serializers.CharField()


class StartSerializer(Serializer):
    method = TextField(
        required=False,
        allow_blank=True,
        default="",
        max_length=20,
        help_text="Another method from now on; left out, the order's own.",
    )


class HostedPaymentSerializer(Serializer):
    url = serializers.URLField(help_text="Where the shopper goes on, in a browser.")
    problem = serializers.CharField(
        help_text="Why that is not where they pay, for the shopper; else empty."
    )


class SdkDataSerializer(Serializer):
    """What the gateway's SDK is given; each method fills its own part."""

    client_secret = serializers.CharField(required=False, help_text="Of Stripe.")
    publishable_key = serializers.CharField(required=False, help_text="Of Stripe.")
    key_id = serializers.CharField(required=False, help_text="Of Razorpay.")
    order_id = serializers.CharField(required=False, help_text="Of Razorpay.")
    amount = serializers.IntegerField(required=False, help_text="In minor units.")
    currency = serializers.CharField(required=False)

    def to_representation(self, instance: Mapping[str, Any]) -> dict[str, Any]:
        """Hand on what the method says, spelled as its SDK spells it."""
        return dict(instance)


class NativePaymentSerializer(Serializer):
    payment_id = serializers.UUIDField(source="payment.key")
    method = serializers.CharField(source="payment.method")
    amount = MoneyField(source="payment.amount")
    currency = serializers.CharField(source="payment.currency")
    sdk = SdkDataSerializer(source="data")


class ConfirmationSerializer(Serializer):
    answer = serializers.DictField(
        child=TextField(max_length=500, allow_blank=True),
        help_text="What the SDK brought back, as it is: the gateway signed it.",
    )


class PaymentStandingSerializer(Serializer):
    """How the paying of an order stands."""

    outcome = serializers.ChoiceField(Outcome.choices)
    order_status = serializers.CharField()
    method = serializers.CharField()
    amount = MoneyField()
    currency = serializers.CharField()
    error = serializers.CharField(
        help_text="Why the last attempt failed, for the shopper; else empty."
    )
