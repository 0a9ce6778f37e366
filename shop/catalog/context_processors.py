from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shop.catalog.navigation import get_navigation


def navigation(request: HttpRequest) -> dict[str, object]:
    # Lazy: the admin and pieces of pages show no navigation.
    return {"navigation": SimpleLazyObject(get_navigation)}
