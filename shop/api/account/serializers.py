from __future__ import annotations

from typing import Any

from django.db import models
from rest_framework import serializers

from shop.accounts.models import Address, User
from shop.api.auth.serializers import PasswordField
from shop.api.fields import TextField, YesNoField
from shop.api.serializers import ModelSerializer, Serializer


class StrictModelSerializer(ModelSerializer):
    """Takes texts for texts, and true and false for themselves."""

    serializer_field_mapping: Any = ModelSerializer.serializer_field_mapping | {
        models.CharField: TextField,
        models.BooleanField: YesNoField,
    }


class AccountSerializer(StrictModelSerializer):
    class Meta:
        model = User
        fields = ["email", "first_name", "last_name", "date_joined"]
        read_only_fields = ["email", "date_joined"]


class AddressSerializer(StrictModelSerializer):
    country_name = serializers.CharField(read_only=True)

    class Meta:
        model = Address
        fields = [
            "id",
            "full_name",
            "street",
            "postal_code",
            "city",
            "country",
            "country_name",
            "is_default",
        ]
        extra_kwargs = {"is_default": {"required": False}}


class DeletionSerializer(Serializer):
    password = PasswordField()


class SubscriptionSerializer(Serializer):
    is_subscribed = YesNoField()
