"""Fields that convert nothing by guessing, neither in JSON nor in query strings."""

from __future__ import annotations

import re
from typing import Any

from django.db.models.fields.files import FieldFile
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from shop.catalog.models import SKU_REGEX

MAX_DIGITS = 12


class TextField(serializers.CharField):
    """A string of JSON, and no number that could be written as one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class WholeNumberField(serializers.IntegerField):
    """An integer of JSON, and no string, float or boolean that looks like one."""

    def to_internal_value(self, data: Any) -> int:
        if type(data) is not int:
            self.fail("invalid")
        return data


class YesNoField(serializers.BooleanField):
    """true or false of JSON, and nothing that may mean the same."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class CountField(serializers.IntegerField):
    """A number in a query string: ASCII digits, and not many."""

    def to_internal_value(self, data: Any) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", str(data)):
            self.fail("invalid")
        return int(data)


class PriceField(serializers.DecimalField):
    """A price in a query string, with a point: neither "12,50" nor "1e9" nor "NaN"."""

    default_error_messages = {"invalid": "Send a price such as 20 or 19.90."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=10, decimal_places=2, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not re.fullmatch(r"[0-9]{1,8}(\.[0-9]{1,2})?", str(data)):
            self.fail("invalid")
        return super().to_internal_value(data)


class FlagField(serializers.ChoiceField):
    """true or false in a query string."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(["true", "false"], **kwargs)

    def to_internal_value(self, data: Any) -> bool:
        return super().to_internal_value(data) == "true"


class SkuField(TextField):
    """What an article is known by; whether there is such a one, the door says."""

    default_error_messages = {"invalid": "This is no article number."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=64, trim_whitespace=False, **kwargs)
        self.validators.append(_match_sku)


class MoneyField(serializers.DecimalField):
    """An amount with two decimals, as a string: JSON's numbers round."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=MAX_DIGITS, decimal_places=2, **kwargs)


@extend_schema_field(OpenApiTypes.URI)
class AddressField(serializers.Field):
    """The whole address of a page."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    def to_representation(self, value: Any) -> str | None:
        return self.context["request"].build_absolute_uri(str(value))


class PictureField(AddressField):
    """The whole address of a picture, or null where there is none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def to_representation(self, value: FieldFile) -> str | None:
        return super().to_representation(value.url) if value else None


def _match_sku(value: str) -> None:
    if not re.fullmatch(SKU_REGEX, value):
        raise serializers.ValidationError("This is no article number.")
