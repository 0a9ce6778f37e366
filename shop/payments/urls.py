from __future__ import annotations

from django.urls import path

from shop.payments import views

urlpatterns = [
    path("webhooks/<slug:name>/", views.webhook, name="payment-webhook"),
    path("<uuid:key>/", views.proceed, name="payment-proceed"),
    path("<uuid:key>/return/", views.come_back, name="payment-return"),
    path("orders/<slug:number>/", views.pay, name="payment"),
]
