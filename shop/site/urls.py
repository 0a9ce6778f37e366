from __future__ import annotations

from django.urls import include, path

from shop.site.themes import choose_theme

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("theme/", choose_theme, name="theme"),
]
