from __future__ import annotations

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from shop.catalog import views
from shop.catalog.models import SKU_REGEX


class SkuConverter(StringConverter):
    regex = SKU_REGEX


register_converter(SkuConverter, "sku")

urlpatterns = [
    path("", views.home, name="home"),
    path("c/<slug:slug>/", views.category, name="category"),
    path("search/", views.search_products, name="search"),
    path("search/suggestions/", views.suggest, name="search-suggestions"),
    path("p/<sku:sku>/<slug:slug>/", views.product, name="product"),
]
