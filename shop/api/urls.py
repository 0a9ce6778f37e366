from __future__ import annotations

from django.urls import URLPattern, path, re_path

from shop.api.cart.views import CartLinesView, CartLineView, CartView
from shop.api.catalog.views import (
    CategoriesView,
    ProductsView,
    ProductView,
    SearchView,
)
from shop.api.views import NotFoundView, ShopView


def door(route: str, view: type[ShopView]) -> list[URLPattern]:
    """A trailing slash is accepted, never required, and documented nowhere."""
    return [
        path(route, view.as_view()),
        path(f"{route}/", view.as_view(schema=None)),
    ]


catalogue = [
    *door("categories", CategoriesView),
    *door("products", ProductsView),
    *door("products/<sku:sku>", ProductView),
    *door("search", SearchView),
]
cart = [
    *door("cart", CartView),
    *door("cart/lines", CartLinesView),
    *door("cart/lines/<int:line_id>", CartLineView),
]
urlpatterns = [
    *catalogue,
    *cart,
    re_path("", NotFoundView.as_view()),
]
