"""Words of this shop: what many look for, and what the best-selling are called."""

from __future__ import annotations

import re

from django.core.cache import cache

from shop.catalog.models import Product
from shop.catalog.navigation import get_categories
from shop.catalog.searches import SearchCount

TIMEOUT = 5 * 60
MOST_QUERIES, MOST_PRODUCTS = 1000, 2000
# Shorter words are too easily taken for each other.
SHORTEST = 3


def get_popular_queries() -> list[str]:
    """Return what many looked for and found, most times first."""
    return cache.get_or_set("shop.catalog.popular", _load_queries, TIMEOUT)


def get_vocabulary() -> frozenset[str]:
    return cache.get_or_set("shop.catalog.vocabulary", _load_vocabulary, TIMEOUT)


def _load_queries() -> list[str]:
    return SearchCount.objects.popular()[:MOST_QUERIES]


def _load_vocabulary() -> frozenset[str]:
    best = Product.objects.available().best_selling()[:MOST_PRODUCTS]
    texts = [f"{name} {brand}" for name, brand in best.values_list("name", "brand")]
    texts += [category.name for category in get_categories().values()]
    words = re.findall(r"\w+", " ".join([*texts, *get_popular_queries()]).casefold())
    return frozenset(word for word in words if len(word) >= SHORTEST)
