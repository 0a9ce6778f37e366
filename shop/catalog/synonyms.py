"""Words that mean the same, put into a query: whoever looks for one finds all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.core.cache import cache

from shop.catalog.searches import SynonymGroup

KEY = "shop.catalog.synonyms"
TIMEOUT = 5 * 60
# Words of a term, as "chaise longue"; no longer one is looked for in a query.
MOST_WORDS = 3
# What an English plural ends with.
PLURALS = ("", "s", "es")

# Words that stand together, and several of these of which one is enough.
Phrase = tuple[str, ...]
Term = list[Phrase]


def get_synonyms() -> dict[str, list[str]]:
    """Return for each term all that mean the same, itself included."""
    return cache.get_or_set(KEY, _load, TIMEOUT)


def forget_synonyms() -> None:
    cache.delete(KEY)


def expand(words: Sequence[str], synonyms: Mapping[str, list[str]]) -> list[Term]:
    """Return what a product must have, each with what would do as well."""
    terms: list[Term] = []
    place = 0
    while place < len(words):
        length, term = _expand_first(words[place:], synonyms)
        terms.append(term)
        place += length
    return terms


def _expand_first(
    words: Sequence[str], synonyms: Mapping[str, list[str]]
) -> tuple[int, Term]:
    """Return how many of the words are a term, the longest there is, and its like."""
    for length in range(min(MOST_WORDS, len(words)), 0, -1):
        phrase = tuple(words[:length])
        if found := _find(" ".join(phrase).casefold(), synonyms):
            others = [tuple(term.split()) for term in found]
            return length, [phrase, *(each for each in others if each != phrase)]
    return 1, [(words[0],)]


def _find(term: str, synonyms: Mapping[str, list[str]]) -> list[str]:
    singulars = [term.removesuffix(ending) for ending in PLURALS]
    return next((synonyms[each] for each in singulars if each in synonyms), [])


def _load() -> dict[str, list[str]]:
    groups = SynonymGroup.objects.get_terms()
    return {term: group for group in groups for term in group}
