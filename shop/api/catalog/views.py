from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from shop.api.catalog.lists import find_products, list_products
from shop.api.catalog.serializers import (
    CategorySerializer,
    ProductSerializer,
    ProductsPage,
    ProductsQuery,
    SearchQuery,
)
from shop.api.etags import conditional
from shop.api.schema import IF_NONE_MATCH, describe
from shop.api.serializers import read
from shop.api.views import GuestView, PublicView
from shop.catalog.filters import ProductFilter, SearchFilter
from shop.catalog.models import Category, Product
from shop.catalog.search import clean_query, search
from shop.catalog.signals import products_searched
from shop.personalization import meet_client


class CatalogView(PublicView):
    tag = "catalogue"

    def present(self, serializer: Any, instance: Any, **options: Any) -> Response:
        context = {"request": self.request}
        return Response(serializer(instance, context=context, **options).data)


class CategoriesView(CatalogView):
    @describe(
        "listCategories",
        CategorySerializer(many=True),
        summary="All departments, with the categories below each.",
        parameters=[IF_NONE_MATCH],
    )
    @conditional
    def get(self, request: Request) -> Response:
        categories = Category.objects.with_children()
        return self.present(CategorySerializer, categories, many=True)


class ProductsView(CatalogView):
    # Of a category.
    further_errors = (404,)

    @describe(
        "listProducts",
        ProductsPage,
        summary="Products, filtered and sorted, in pages, with what to choose from.",
        parameters=[ProductsQuery, IF_NONE_MATCH],
    )
    @conditional
    def get(self, request: Request) -> Response:
        query = read(ProductsQuery, request.query_params)
        products = find_products(query.pop("category", ""))
        return self.present(ProductsPage, list_products(products, query, ProductFilter))


class ProductView(CatalogView):
    @describe(
        "getProduct",
        ProductSerializer,
        summary="One product, with its pictures and sizes.",
        parameters=[IF_NONE_MATCH],
    )
    @conditional
    def get(self, request: Request, sku: str) -> Response:
        products = Product.objects.published().with_category()
        products = products.prefetch_related("variants", "pictures")
        return self.present(ProductSerializer, get_object_or_404(products, sku=sku))


class SearchView(GuestView):
    """Searches of people are remembered, so it is asked who searches, if they say."""

    permission_classes = [AllowAny]
    throttle_scope = "search"
    tag = "catalogue"

    @describe(
        "searchProducts",
        ProductsPage,
        summary="Products that have every word, best match first.",
        parameters=[SearchQuery],
    )
    def get(self, request: Request) -> Response:
        query = read(SearchQuery, request.query_params)
        words = clean_query(query.pop("q"))
        products = search(Product.objects.published(), words)
        page = list_products(products, query, SearchFilter)
        # Turning the pages of what was found is not another search.
        if words and query["page"] == 1:
            self.remember(words)
        return Response(ProductsPage(page, context={"request": request}).data)

    def remember(self, words: str) -> None:
        meet_client(self.request)
        products_searched.send(sender=Product, request=self.http_request, query=words)
