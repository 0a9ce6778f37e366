from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from shop.media.serving import media

admin.site.site_header = admin.site.site_title = "Alder & Finch"

handler500 = "shop.api.errors.server_error"

urlpatterns = [
    path("", include("shop.catalog.urls")),
    path("", include("shop.site.urls")),
    path("cart/", include("shop.cart.urls")),
    path("wishlist/", include("shop.wishlist.urls")),
    path("", include("shop.reviews.urls")),
    path("", include("shop.checkout.urls")),
    path("", include("shop.orders.urls")),
    path("payments/", include("shop.payments.urls")),
    path("account/privacy/", include("shop.privacy.urls")),
    path("account/", include("shop.accounts.urls")),
    path("newsletter/", include("shop.newsletter.urls")),
    path("accounts/", include("allauth.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    path("", include("personalize.urls")),
    path("api/v1/", include("shop.api.urls")),
    path("api/schema/", SpectacularAPIView.as_view(), name="api-schema"),
    path(
        "api/docs/",
        SpectacularSwaggerSplitView.as_view(url_name="api-schema"),
        name="api-docs",
    ),
    path("admin/", admin.site.urls),
]

if settings.SERVE_MEDIA:
    urlpatterns.append(path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", media))
