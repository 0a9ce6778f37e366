from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from shop.catalog.filters import ProductFilter, SearchFilter
from shop.catalog.listing import get_listing, is_new_list, render_listing
from shop.catalog.models import Category, Product
from shop.catalog.search import MOST_FOUND, clean_query, search
from shop.catalog.signals import product_viewed, products_searched
from shop.catalog.spelling import find_spelling
from shop.catalog.suggestions import SuggestionThrottle, get_suggestions
from shop.catalog.visits import is_opened_by_person

NEW_ARRIVALS = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    newest = Product.objects.available().for_cards().newest()
    return render(request, "home.html", {"new_arrivals": list(newest[:NEW_ARRIVALS])})


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    category = get_object_or_404(Category.objects.with_family(), slug=slug)
    products = Product.objects.published().in_category(category).newest()
    name = f"category:{category.pk}"
    context = get_listing(request, products, ProductFilter, name=name)
    context["category"] = category
    return render_listing(request, "catalog/category.html", context)


@require_safe
def search_products(request: HttpRequest) -> HttpResponse:
    query = clean_query(request.GET.get("q", ""))
    published = Product.objects.published()
    name = f"search:{query.casefold()}"
    context = get_listing(request, search(published, query), SearchFilter, name=name)
    num_results = context["page"].paginator.count
    context |= {"query": query, "is_cut": num_results >= MOST_FOUND}
    if query and not num_results and not context["chosen"]:
        context["spelling"] = find_spelling(published, query)
    # Two templates: in one block.super, and so deep a nesting, doubled the time.
    template = "catalog/search.html" if query else "catalog/search_empty.html"
    response = render_listing(request, template, context)
    if query and is_new_list(request, context) and is_opened_by_person(request):
        products_searched.send(
            sender=Product, request=request, query=query, num_results=num_results
        )
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Render what may be meant, as one types; nothing else of the page."""
    if not SuggestionThrottle().allow_request(request, None):
        return HttpResponse(status=429)
    found = get_suggestions(clean_query(request.GET.get("q", "")))
    response = render(request, "catalog/_suggestions.html", {"found": found})
    patch_cache_control(response, private=True, max_age=60)
    return response


@require_safe
def product(request: HttpRequest, sku: str, slug: str) -> HttpResponse:
    products = Product.objects.published().for_page()
    product = get_object_or_404(products, sku=sku)
    if slug != product.slug:
        return redirect(product, permanent=True)
    if is_opened_by_person(request):
        product_viewed.send(sender=Product, request=request, product=product)
    context = {
        "product": product,
        "breadcrumbs": product.category.breadcrumbs,
        "pictures": list(product.pictures.all()) if product.has_pictures else [],
    }
    return render(request, "catalog/product.html", context)
