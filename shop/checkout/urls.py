from __future__ import annotations

from django.urls import path

from shop.checkout import views

urlpatterns = [
    path("checkout/", views.checkout, name="checkout"),
    path("checkout/costs/", views.costs, name="checkout-costs"),
    path("orders/<slug:number>/<slug:key>/cancel/", views.cancel, name="order-cancel"),
]
