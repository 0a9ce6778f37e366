from __future__ import annotations

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "shop.catalog"

    def ready(self) -> None:
        from shop.catalog import receivers  # noqa: F401
