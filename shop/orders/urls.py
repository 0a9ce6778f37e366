from __future__ import annotations

from django.urls import path

from shop.orders import views

urlpatterns = [
    path("checkout/", views.checkout, name="checkout"),
    path(
        "orders/<slug:number>/confirmation/",
        views.confirmation,
        name="order-confirmation",
    ),
    path("orders/<slug:number>/<slug:key>/", views.linked_order, name="order-link"),
    path("account/orders/", views.order_list, name="order-list"),
    path("account/orders/<slug:number>/", views.order_detail, name="order-detail"),
]
