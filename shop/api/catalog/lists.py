"""The lists of the shop's pages, as the API asks for them."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDict
from rest_framework.exceptions import ValidationError

from shop.api.names import camelize
from shop.api.pages import get_page
from shop.catalog.filters import ProductFilter
from shop.catalog.models import Category, Facets, Product, ProductQuerySet


def find_products(category: str) -> ProductQuerySet:
    products = Product.objects.published().newest()
    if not category:
        return products
    return products.in_category(get_object_or_404(Category, slug=category))


def list_products(
    products: ProductQuerySet,
    query: dict[str, Any],
    filter_class: type[ProductFilter],
) -> dict[str, Any]:
    """Return a page of products and what there is to choose from, in three queries."""
    facets = products.get_facets()
    filter_ = filter_class(_spell(query), products.for_cards(), facets=facets)
    if filter_.errors:
        raise ValidationError(
            {camelize(name): messages for name, messages in filter_.errors.items()}
        )
    return get_page(filter_.qs, query) | {"facets": _describe(facets)}


def _describe(facets: Facets) -> dict[str, Any]:
    return {
        "brands": [{"name": name, "count": count} for name, count in facets.brands],
        "price_min": facets.price_min,
        "price_max": facets.price_max,
    }


def _spell(query: dict[str, Any]) -> MultiValueDict[str, str]:
    """Return the choices as a form of the shop's pages would send them."""
    return MultiValueDict(
        {
            name: [str(each) for each in value] if isinstance(value, list) else [value]
            for name, value in query.items()
        }
    )
