from __future__ import annotations

from django.urls import path

from shop.privacy import views

urlpatterns = [
    path("recommendations/", views.choose, name="privacy-choose"),
    path("history/erase/", views.erase, name="privacy-erase"),
]
