from __future__ import annotations

from django.apps import AppConfig


class WishlistConfig(AppConfig):
    name = "shop.wishlist"

    def ready(self) -> None:
        from shop.wishlist import receivers, sections  # noqa: F401
