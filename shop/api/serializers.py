"""What the serializers of the shop's API have in common."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from shop.api.names import camelize


class CamelCaseMixin:
    """Spells the names of fields as JSON does, and validated data as Python does."""

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()  # type: ignore[misc]
        return {camelize(name): _find_by(name, field) for name, field in fields.items()}


class Serializer(CamelCaseMixin, serializers.Serializer):
    pass


class ModelSerializer(CamelCaseMixin, serializers.ModelSerializer):
    pass


def read(serializer: type[serializers.Serializer], data: Any) -> dict[str, Any]:
    """Return what a client sent, validated."""
    given = serializer(data=data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _find_by(name: str, field: serializers.Field) -> serializers.Field:
    if field.source is None and camelize(name) != name:
        field.source = name
    return field
