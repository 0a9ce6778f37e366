from __future__ import annotations

from django.urls import path

from shop.catalog import urls  # noqa: F401
from shop.reviews import views

urlpatterns = [
    path("reviews/<sku:sku>/", views.show, name="reviews"),
    path("reviews/<sku:sku>/write/", views.write, name="review-write"),
    path("reviews/<sku:sku>/withdraw/", views.withdraw, name="review-withdraw"),
]
