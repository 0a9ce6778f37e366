from __future__ import annotations

from django.contrib.sitemaps.views import index, sitemap
from django.urls import include, path
from django.views.decorators.cache import cache_page

from shop.catalog.sitemaps import SITEMAPS
from shop.site.robots import robots
from shop.site.themes import choose_theme

HOUR = 3600

urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("theme/", choose_theme, name="theme"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        cache_page(HOUR)(index),
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-file"},
        name="sitemap",
    ),
    path(
        "sitemap-<slug:section>.xml",
        cache_page(HOUR)(sitemap),
        {"sitemaps": SITEMAPS},
        name="sitemap-file",
    ),
]
