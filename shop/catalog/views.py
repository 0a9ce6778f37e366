from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from shop.catalog.filters import ProductFilter, SearchFilter
from shop.catalog.listing import get_listing, render_listing
from shop.catalog.models import Category, Product
from shop.catalog.search import clean_query, search
from shop.catalog.signals import product_viewed, products_searched
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
    context = get_listing(request, products, ProductFilter)
    context["category"] = category
    return render_listing(request, "catalog/category.html", context)


@require_safe
def search_products(request: HttpRequest) -> HttpResponse:
    query = clean_query(request.GET.get("q", ""))
    products = search(Product.objects.published(), query)
    context = get_listing(request, products, SearchFilter)
    context["query"] = query
    response = render_listing(request, "catalog/search.html", context)
    # Turning the pages of what was found is not another search.
    if query and "page" not in request.GET and is_opened_by_person(request):
        products_searched.send(sender=Product, request=request, query=query)
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
