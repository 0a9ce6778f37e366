"""The lists of the shop's pages, as the API asks for them."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.datastructures import MultiValueDict
from rest_framework.exceptions import ValidationError

from shop.api.names import camelize
from shop.api.pages import get_page
from shop.catalog.counting import get_facets
from shop.catalog.facets import Facets
from shop.catalog.filters import ProductFilter
from shop.catalog.listed import MOST_LISTED
from shop.catalog.models import Category, Product, ProductQuerySet
from shop.catalog.navigation import get_categories

NOT_CHOICES = ("page", "page_size")


def find_products(category: str) -> ProductQuerySet:
    products = Product.objects.published().newest()
    if not category:
        return products
    return products.in_category(get_object_or_404(Category, slug=category))


def list_products(
    products: ProductQuerySet,
    query: dict[str, Any],
    filter_class: type[ProductFilter],
    *,
    name: str,
) -> dict[str, Any]:
    """Return a page of products and what there is to choose from, in three queries.

    Under its name the list's facets are counted once a minute, which leaves two.
    """
    choices = _spell(query)
    facets = get_facets(products, choices, filter_class, name=name)
    filter_ = filter_class(choices, products.for_cards(), facets=facets)
    if filter_.errors:
        raise ValidationError(
            {camelize(field): messages for field, messages in filter_.errors.items()}
        )
    count = min(filter_.qs.count_up_to(MOST_LISTED), MOST_LISTED)
    page = get_page(filter_.qs[:MOST_LISTED], query, count=count)
    return page | {"facets": _describe(facets)}


def _spell(query: dict[str, Any]) -> MultiValueDict[str, str]:
    """Return the choices as a form of the shop's pages would send them."""
    return MultiValueDict(
        {
            name: [str(each) for each in value] if isinstance(value, list) else [value]
            for name, value in query.items()
            if name not in NOT_CHOICES
        }
    )


def _describe(facets: Facets) -> dict[str, Any]:
    known = get_categories()
    return {
        "brands": [{"name": name, "count": count} for name, count in facets.brands],
        "categories": [
            {"slug": known[pk].slug, "name": known[pk].name, "count": count}
            for pk, count in facets.categories
            if pk in known
        ],
        "ratings": [
            {"rating": stars, "count": count} for stars, count in facets.ratings
        ],
        "available": facets.num_available,
        "min_price": facets.min_price,
        "max_price": facets.max_price,
    }
