"""What somebody may be about to type into the search."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache
from rest_framework.throttling import SimpleRateThrottle

from shop.catalog.models import Category, Product
from shop.catalog.navigation import get_categories
from shop.catalog.popular import get_popular_queries
from shop.catalog.search import search_names
from shop.catalog.searches import normalize

TIMEOUT = 60
SHORTEST = 2
MOST_QUERIES, MOST_CATEGORIES, MOST_PRODUCTS = 4, 3, 5


class SuggestionThrottle(SimpleRateThrottle):
    """As fast as anybody types, from one address."""

    scope = "suggestions"
    rate = "120/min"

    def get_cache_key(self, request: object, view: object) -> str:
        return f"shop.catalog.suggestions:{self.get_ident(request)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestions:
    queries: list[str]
    categories: list[Category]
    products: list[Product]

    def __bool__(self) -> bool:
        return bool(self.queries or self.categories or self.products)


NOTHING = Suggestions(queries=[], categories=[], products=[])


def get_suggestions(text: str) -> Suggestions:
    """Return what begins like the text, remembered for a minute."""
    text = normalize(text)
    if len(text) < SHORTEST:
        return NOTHING
    digest = hashlib.sha256(text.encode()).hexdigest()
    key = f"shop.catalog.suggestions:{digest}"
    return cache.get_or_set(key, lambda: _find(text), TIMEOUT)


def _find(text: str) -> Suggestions:
    queries = [each for each in get_popular_queries() if each.startswith(text)]
    categories = [
        category
        for category in get_categories().values()
        if _begins_a_word(category.name, text)
    ]
    products = search_names(Product.objects.available().for_cards(), text)
    return Suggestions(
        queries=queries[:MOST_QUERIES],
        categories=categories[:MOST_CATEGORIES],
        products=list(products[:MOST_PRODUCTS]),
    )


def _begins_a_word(name: str, text: str) -> bool:
    return f" {name.casefold()}".find(f" {text}") >= 0
