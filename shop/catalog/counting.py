"""The facets of a list, counted again only once a minute for the same choices."""

from __future__ import annotations

import hashlib

from django.core.cache import cache
from django.http import QueryDict

from shop.catalog.facets import Facets
from shop.catalog.filters import ProductFilter
from shop.catalog.listed import NO_CHOICE
from shop.catalog.models import ProductQuerySet

TIMEOUT = 60
# What changes no facet: an order, a page, and the words the list itself is named by.
IRRELEVANT = ("sort", "page", "q")


def get_facets(
    products: ProductQuerySet,
    data: QueryDict,
    filter_class: type[ProductFilter],
    *,
    name: str = "",
) -> Facets:
    """Count what fits the choices, or remember it for a list that has a name."""
    if not name:
        return _count(products, data, filter_class)
    return cache.get_or_set(
        _make_key(name, data), lambda: _count(products, data, filter_class), TIMEOUT
    )


def _count(
    products: ProductQuerySet, data: QueryDict, filter_class: type[ProductFilter]
) -> Facets:
    rows = products.facet_rows()
    everything = products.count_facets(rows, NO_CHOICE)
    choice = filter_class(data, products, facets=everything).choice
    return everything if choice == NO_CHOICE else products.count_facets(rows, choice)


def _make_key(name: str, data: QueryDict) -> str:
    chosen = sorted(
        (key, *values) for key, values in data.lists() if key not in IRRELEVANT
    )
    digest = hashlib.sha256(repr((name, chosen)).encode(errors="replace")).hexdigest()
    return f"shop.catalog.facets:{digest}"
