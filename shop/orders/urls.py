from __future__ import annotations

from django.urls import path

from shop.orders import views

urlpatterns = [
    path(
        "orders/<slug:number>/confirmation/",
        views.confirmation,
        name="order-confirmation",
    ),
    path("orders/<slug:number>/<slug:key>/", views.linked_order, name="order-link"),
    path(
        "orders/<slug:number>/<slug:key>/again/",
        views.order_again,
        name="order-again",
    ),
    path("account/orders/", views.order_list, name="order-list"),
    path("account/orders/<slug:number>/", views.order_detail, name="order-detail"),
]
