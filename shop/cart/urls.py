from __future__ import annotations

from django.urls import path

from shop.cart import views

urlpatterns = [
    path("", views.show, name="cart"),
    path("add/", views.add, name="cart-add"),
    path("lines/<int:pk>/", views.update, name="cart-update"),
]
