"""Find products by words, with what the database at hand can do."""

from __future__ import annotations

import re

from django.contrib.postgres.search import (
    CombinedSearchVector,
    SearchQuery,
    SearchRank,
    SearchVector,
    SearchVectorField,
)
from django.db import connection
from django.db.models import Case, Q, Value, When
from django.db.models.expressions import RawSQL

from shop.catalog.models import ProductQuerySet

MAX_LENGTH = 200
# More words find nothing more, and each costs.
MAX_WORDS = 8
FIELDS = ("name", "brand", "category__name", "description")


def clean_query(text: str) -> str:
    """Make what was typed fit to be stored and looked for."""
    # No database takes a NUL, and a lone surrogate is no text.
    text = text.replace("\0", " ").encode(errors="ignore").decode()
    return " ".join(text[:MAX_LENGTH].split())


def search(products: ProductQuerySet, query: str) -> ProductQuerySet:
    """Return the products that have every word of the query, best match first."""
    words = re.findall(r"\w+", query)[:MAX_WORDS]
    if not words:
        return products.none()
    if connection.vendor == "postgresql":
        return _search_vector(products, words)
    return _search_substrings(products, words)


def _search_vector(products: ProductQuerySet, words: list[str]) -> ProductQuerySet:
    # The column "words" of the migrations, and those of the category.
    vector = CombinedSearchVector(
        RawSQL('"catalog_product"."words"', [], output_field=SearchVectorField()),
        "||",
        SearchVector("category__name", weight="B", config="english"),
        config=None,
    )
    # Prefixes, so that "sneak" finds sneakers; the words hold no quotes.
    terms = " & ".join(f"'{word}':*" for word in words)
    query = SearchQuery(terms, search_type="raw", config="english")
    # Aliases, not annotations, which would split the groups of the facets.
    found = products.alias(vector=vector, rank=SearchRank(vector, query))
    return found.filter(vector=query).order_by("-rank", "-pk")


def _search_substrings(products: ProductQuerySet, words: list[str]) -> ProductQuerySet:
    found = products
    for word in words:
        found = found.filter(_any_field_contains(word))
    in_name = Q(*[("name__icontains", word) for word in words])
    rank = Case(When(in_name, then=Value(1)), default=Value(0))
    return found.alias(rank=rank).order_by("-rank", "-pk")


def _any_field_contains(word: str) -> Q:
    conditions = [(f"{field}__icontains", word) for field in FIELDS]
    return Q(*conditions, _connector=Q.OR)
