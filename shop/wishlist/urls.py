from __future__ import annotations

from django.urls import path

from shop.wishlist import views

urlpatterns = [
    path("", views.show, name="wishlist"),
    path("change/", views.change, name="wishlist-change"),
    path("move/", views.move, name="wishlist-move"),
]
