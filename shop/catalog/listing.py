"""A list of products to choose from: filtered, sorted, in pages."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from shop.catalog.counting import get_facets
from shop.catalog.filters import ProductFilter
from shop.catalog.listed import NO_CHOICE
from shop.catalog.models import ProductQuerySet
from shop.catalog.options import get_options
from shop.catalog.pages import ListPaginator
from shop.catalog.ranking import get_ranking, rank_products
from shop.catalog.visits import is_partial

PAGE_SIZE = 36


def get_listing(
    request: HttpRequest,
    products: ProductQuerySet,
    filter_class: type[ProductFilter],
    *,
    name: str = "",
) -> dict[str, object]:
    """Return what the templates of lists show, in three queries for any list.

    With a name its facets are counted once a minute, which leaves two. The order *For
    you* takes one more, and what it takes to know the visitor.
    """
    facets = get_facets(products, request.GET, filter_class, name=name)
    filter_ = filter_class(
        request.GET,
        products.for_cards(),
        facets=facets,
        offers_for_you=get_ranking().is_offered(request),
    )
    found = filter_.qs
    shown = rank_products(request, found) if filter_.is_for_you else found
    return {
        # A page that is not there any more shows its nearest neighbour.
        "page": ListPaginator(shown, PAGE_SIZE).get_page(request.GET.get("page")),
        "filter": filter_,
        "facets": facets,
        "options": get_options(facets, filter_.choice),
        "chosen": filter_.choice != NO_CHOICE,
        "sort": filter_.sort_value,
        "sorts": filter_.sorts,
    }


def render_listing(
    request: HttpRequest, template: str, context: dict[str, object]
) -> HttpResponse:
    """Render the page, or its results alone when htmx replaces them."""
    if is_partial(request):
        response = render(request, "catalog/_results.html", context)
    else:
        _tell_ignored(request, context["filter"])
        response = render(request, template, context)
    # Two answers at one address: the browser must not take one for the other.
    patch_vary_headers(response, ["HX-Request"])
    return response


def is_new_list(request: HttpRequest, context: Mapping[str, object]) -> bool:
    """Whether nobody has turned its pages yet, or chosen among it."""
    return "page" not in request.GET and not context["chosen"]


def _tell_ignored(request: HttpRequest, filter_: ProductFilter) -> None:
    labels = [str(filter_.form.fields[name].label) for name in filter_.errors]
    if labels:
        text = _("These choices were ignored, as they are not possible: %s.")
        messages.warning(request, text % ", ".join(labels))
