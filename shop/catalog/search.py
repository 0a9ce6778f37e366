"""Find products by words, with what the database at hand can do."""

from __future__ import annotations

import re

from django.contrib.postgres.search import (
    SearchQuery,
    SearchRank,
    SearchVectorField,
)
from django.db import connection
from django.db.models import BooleanField, Case, Q, Value, When
from django.db.models.expressions import RawSQL

from shop.catalog.models import Product, ProductQuerySet
from shop.catalog.synonyms import Phrase, Term, expand, get_synonyms

MAX_LENGTH = 200
# More words find nothing more, and each costs.
MAX_WORDS = 8
# Ranking reads the words of each product it ranks, so only so many are ranked.
MOST_FOUND = 300
# Where more fit, those of the best-selling that fit are among them.
BEST_SELLING = 500
# As many are looked at for a suggestion.
MOST_NAMED = 100
QUOTES = re.compile(r"['\\]")
FIELDS = ("name", "brand", "category__name", "category__parent__name", "description")

# The columns of the migrations, which no model knows, and their indexes.
WORDS = RawSQL('"catalog_product"."words"', [], output_field=SearchVectorField())
NAME_WORDS = RawSQL(
    """to_tsvector('english', "catalog_product"."name")""",
    [],
    output_field=SearchVectorField(),
)


def clean_query(text: str) -> str:
    """Make what was typed fit to be stored and looked for."""
    # No database takes a NUL, and a lone surrogate is no text.
    text = text.replace("\0", " ").encode(errors="ignore").decode()
    return " ".join(text[:MAX_LENGTH].split())


def search(products: ProductQuerySet, query: str) -> ProductQuerySet:
    """Return the products that have every word of the query, best match first.

    A synonym of a word does as well. Of very many the best are returned, MOST_FOUND.
    """
    terms = get_terms(query)
    if not terms:
        return products.none()
    if connection.vendor == "postgresql":
        return _search_vector(products, terms)
    return _search_substrings(products, terms)


def search_names(products: ProductQuerySet, query: str) -> ProductQuerySet:
    """Return products whose name has every word of the query, best-selling first."""
    terms = get_terms(query)
    if not terms:
        return products.none()
    if connection.vendor != "postgresql":
        return products.filter(_in_name(terms)).best_selling()
    named = products.alias(words=NAME_WORDS).filter(words=match_words(terms))
    ids = list(named.order_by().values_list("pk", flat=True)[:MOST_NAMED])
    return products.filter(_is_one_of(ids)).best_selling()


def get_terms(query: str) -> list[Term]:
    words = re.findall(r"\w+", query)[:MAX_WORDS]
    return expand(words, get_synonyms())


def match_words(terms: list[Term]) -> SearchQuery:
    """Put terms in PostgreSQL's words; those of a query hold no quotes."""
    text = " & ".join(f"({' | '.join(map(_match_phrase, term))})" for term in terms)
    return SearchQuery(text, search_type="raw", config="english")


def _match_phrase(phrase: Phrase) -> str:
    # Prefixes, so that "sneak" finds sneakers. Synonyms are what staff wrote.
    words = [QUOTES.sub(" ", word) for word in phrase]
    return "(" + " <-> ".join(f"'{word}':*" for word in words) + ")"


def _search_vector(products: ProductQuerySet, terms: list[Term]) -> ProductQuerySet:
    query = match_words(terms)
    # What was found a moment ago need not be asked again whether it is published.
    found = Product.objects.filter(_is_one_of(_find_ids(products.order_by(), query)))
    # Aliases, not annotations, which would be read with every product.
    return found.alias(rank=SearchRank(WORDS, query)).order_by("-rank", "-sold", "-pk")


def _is_one_of(ids: list[int]) -> RawSQL:
    """Give the keys as one array: hundreds of parameters take longer than the query."""
    sql = '"catalog_product"."id" = ANY(%s)'
    return RawSQL(sql, [ids], output_field=BooleanField())


def _find_ids(products: ProductQuerySet, query: SearchQuery) -> list[int]:
    """Find all, or the likeliest where there are more than can be ranked."""
    matching = products.alias(words=WORDS).filter(words=query)
    ids = list(matching.values_list("pk", flat=True)[: MOST_FOUND + 1])
    if len(ids) <= MOST_FOUND:
        return ids
    best = matching.filter(pk__in=products.best_selling()[:BEST_SELLING].values("pk"))
    named = products.alias(name_words=NAME_WORDS).filter(name_words=query)
    likely = [
        *best.best_selling().values_list("pk", flat=True)[: MOST_FOUND // 2],
        *named.values_list("pk", flat=True)[:MOST_FOUND],
        *ids,
    ]
    return list(dict.fromkeys(likely))[:MOST_FOUND]


def _search_substrings(products: ProductQuerySet, terms: list[Term]) -> ProductQuerySet:
    found = products
    for term in terms:
        found = found.filter(_contains_term(term, FIELDS))
    rank = Case(When(_in_name(terms), then=Value(1)), default=Value(0))
    ranked = found.alias(rank=rank).order_by("-rank", "-sold", "-pk")
    ids = list(ranked.values_list("pk", flat=True)[:MOST_FOUND])
    best = Product.objects.filter(pk__in=ids).alias(rank=rank)
    return best.order_by("-rank", "-sold", "-pk")


def _in_name(terms: list[Term]) -> Q:
    return Q(*[_contains_term(term, ("name",)) for term in terms])


def _contains_term(term: Term, fields: tuple[str, ...]) -> Q:
    return Q(*[_contains_phrase(each, fields) for each in term], _connector=Q.OR)


def _contains_phrase(phrase: Phrase, fields: tuple[str, ...]) -> Q:
    return Q(*[_any_contains(word, fields) for word in phrase])


def _any_contains(word: str, fields: tuple[str, ...]) -> Q:
    conditions = [(f"{field}__icontains", word) for field in fields]
    return Q(*conditions, _connector=Q.OR)
