from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from shop.api.catalog.lists import find_products, list_products
from shop.api.catalog.serializers import (
    CategorySerializer,
    FoundPage,
    ListQuery,
    ProductSerializer,
    ProductsPage,
    SearchQuery,
    SuggestionsQuery,
    SuggestionsSerializer,
)
from shop.api.etags import conditional
from shop.api.schema import IF_NONE_MATCH, describe
from shop.api.serializers import read
from shop.api.views import GuestView, PublicView
from shop.catalog.filters import ProductFilter, SearchFilter
from shop.catalog.models import Category, Product
from shop.catalog.search import clean_query, search
from shop.catalog.signals import products_searched
from shop.catalog.spelling import find_spelling
from shop.catalog.suggestions import get_suggestions
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
        parameters=[ListQuery, IF_NONE_MATCH],
    )
    @conditional
    def get(self, request: Request) -> Response:
        query = read(ListQuery, request.query_params)
        category = query.pop("category", "")
        products = find_products(category)
        page = list_products(products, query, ProductFilter, name=f"list:{category}")
        return self.present(ProductsPage, page)


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


class SuggestionsView(CatalogView):
    throttle_scope = "search"

    @describe(
        "listSuggestions",
        SuggestionsSerializer,
        summary="What may be meant, as one types.",
        parameters=[SuggestionsQuery, IF_NONE_MATCH],
    )
    @conditional
    def get(self, request: Request) -> Response:
        query = read(SuggestionsQuery, request.query_params)
        return self.present(
            SuggestionsSerializer, get_suggestions(clean_query(query["q"]))
        )


class SearchView(GuestView):
    """Searches of people are remembered, so it is asked who searches, if they say."""

    permission_classes = [AllowAny]
    throttle_scope = "search"
    tag = "catalogue"
    # Of a category.
    further_errors = (404,)

    @describe(
        "searchProducts",
        FoundPage,
        summary="Products that have every word, best match first.",
        parameters=[SearchQuery],
    )
    def get(self, request: Request) -> Response:
        query = read(SearchQuery, request.query_params)
        words, category = clean_query(query.pop("q")), query.pop("category", "")
        products = find_products(category)
        found = search(products, words)
        name = f"search:{words.casefold()}:{category}"
        page = list_products(found, query, SearchFilter, name=name)
        if query["page"] == 1:
            self.remember(words, page["count"])
        page["spelling"] = "" if page["count"] else find_spelling(products, words)
        return Response(FoundPage(page, context={"request": request}).data)

    def remember(self, words: str, num_results: int) -> None:
        """Count the search, of which turning its pages is not another one."""
        meet_client(self.request)
        products_searched.send(
            sender=Product,
            request=self.http_request,
            query=words,
            num_results=num_results,
        )
