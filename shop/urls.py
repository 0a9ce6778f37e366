from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from shop.media import media

urlpatterns = [
    path("", include("shop.catalog.urls")),
    path("cart/", include("shop.cart.urls")),
    path("", include("shop.orders.urls")),
    path("accounts/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("", include("personalize.urls")),
    path("admin/", admin.site.urls),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", media))
