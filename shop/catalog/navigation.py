"""The categories in the head of every page, kept in the cache."""

from __future__ import annotations

from django.core.cache import cache

from shop.catalog.models import Category

KEY = "shop.catalog.navigation"
TIMEOUT = 5 * 60


def get_navigation() -> list[Category]:
    return cache.get_or_set(KEY, _load, TIMEOUT)


def get_categories() -> dict[int, Category]:
    """Return departments and their categories by their keys, from the cache."""
    departments = get_navigation()
    children = [
        each for department in departments for each in department.children.all()
    ]
    return {each.pk: each for each in [*departments, *children]}


def forget_navigation() -> None:
    cache.delete(KEY)


def _load() -> list[Category]:
    return list(Category.objects.with_children())
