"""Another spelling, for a query that found nothing."""

from __future__ import annotations

import difflib

from shop.catalog.models import ProductQuerySet
from shop.catalog.popular import get_vocabulary
from shop.catalog.search import search
from shop.catalog.searches import normalize

# How alike two words are at least, from 0 to 1.
LIKENESS = 0.72
MOST_WORDS = 5


def find_spelling(products: ProductQuerySet, query: str) -> str:
    """Return a query of like words that does find something, or nothing."""
    words = normalize(query).split()[:MOST_WORDS]
    vocabulary = get_vocabulary()
    spelling = " ".join(_mend(word, vocabulary) for word in words)
    if spelling == " ".join(words):
        return ""
    return spelling if search(products, spelling).exists() else ""


def _mend(word: str, vocabulary: frozenset[str]) -> str:
    if word in vocabulary:
        return word
    return next(iter(difflib.get_close_matches(word, vocabulary, 1, LIKENESS)), word)
