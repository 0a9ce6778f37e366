"""Lists in pages: numbered, and never longer than MAX_SIZE."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from shop.api.fields import CountField
from shop.api.serializers import Serializer

SIZE = 24
MAX_SIZE = 100
MAX_PAGE = 10_000


class PageQuery(Serializer):
    page = CountField(required=False, default=1, min_value=1, max_value=MAX_PAGE)
    page_size = CountField(
        required=False, default=SIZE, min_value=1, max_value=MAX_SIZE
    )


class PageAnswer(Serializer):
    count = serializers.IntegerField(help_text="How many there are on all pages.")
    page = serializers.IntegerField()
    page_size = serializers.IntegerField()
    next = serializers.IntegerField(
        allow_null=True, help_text="The number of the next page, null on the last."
    )


@cache
def page_of(item: type[Serializer]) -> type[PageAnswer]:
    """Return the shape of a page of these."""
    fields = {"results": item(many=True), "__module__": __name__}
    name = item.__name__.removesuffix("Serializer")
    return type(f"{name}Page", (PageAnswer,), fields)


def get_page(
    found: QuerySet[Any], query: dict[str, Any], *, count: int | None = None
) -> dict[str, Any]:
    """Return one page; one that is not there is empty."""
    number, size = query["page"], query["page_size"]
    count = found.count() if count is None else count
    first = (number - 1) * size
    return {
        "count": count,
        "page": number,
        "page_size": size,
        "next": number + 1 if first + size < count else None,
        "results": found[first : first + size],
    }
