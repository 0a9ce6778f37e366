from __future__ import annotations

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "shop.newsletter"

    def ready(self) -> None:
        from shop.newsletter import receivers  # noqa: F401
