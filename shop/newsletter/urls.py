from __future__ import annotations

from django.urls import path

from shop.newsletter import views

urlpatterns = [
    path("", views.subscribe, name="newsletter"),
    path("asked/", views.asked, name="newsletter-asked"),
    path("account/", views.choose, name="newsletter-choose"),
    path("confirm/<str:token>/", views.confirm, name="newsletter-confirm"),
    path("unsubscribe/<str:token>/", views.unsubscribe, name="newsletter-unsubscribe"),
]
