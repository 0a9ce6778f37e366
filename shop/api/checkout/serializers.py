from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinLengthValidator
from rest_framework import serializers

from shop.accounts.countries import validate_country
from shop.accounts.models import Address
from shop.api.auth.serializers import EmailField
from shop.api.fields import MoneyField, TextField, WholeNumberField, YesNoField
from shop.api.serializers import Serializer


class CountryField(TextField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2, **kwargs)
        self.validators += [MinLengthValidator(2), validate_country]


class CostsQuery(Serializer):
    country = CountryField(help_text="Its code of ISO 3166.")


class CostsSerializer(Serializer):
    """What the cart costs, sent to a country."""

    goods = MoneyField()
    shipping = MoneyField()
    tax = MoneyField(help_text="On top of goods and shipping.")
    total = MoneyField(help_text="What the order must name.")
    currency = serializers.SerializerMethodField()

    def get_currency(self, costs: object) -> str:
        return settings.CURRENCY


class ShippingAddress(Serializer):
    full_name = TextField(max_length=120)
    street = TextField(max_length=200)
    postal_code = TextField(max_length=20)
    city = TextField(max_length=100)
    country = CountryField()


class PlacingSerializer(Serializer):
    """An order that is wanted, of what is in the cart."""

    email = EmailField()
    address = ShippingAddress(required=False)
    address_id = WholeNumberField(
        required=False,
        min_value=1,
        help_text="One of the account's addresses, instead of address.",
    )
    keep_address = YesNoField(
        required=False, default=False, help_text="Keep address for the next time."
    )
    payment_method = TextField(max_length=20)
    total = serializers.DecimalField(
        max_digits=12,
        decimal_places=2,
        min_value=0,
        help_text="What the shopper saw; the order is refused if it is not that.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("address" in attrs) == ("address_id" in attrs):
            sentence = "Send either address or addressId."
            raise serializers.ValidationError({"address": [sentence]})
        return attrs


def get_fields(address: Address) -> dict[str, Any]:
    """Return what an order copies of one of the account's addresses."""
    names = ("full_name", "street", "postal_code", "city", "country")
    return {name: getattr(address, name) for name in names}
