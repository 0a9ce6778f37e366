from __future__ import annotations

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "shop.orders"

    def ready(self) -> None:
        # Here, as the last of the shop's apps: it listens to all of them.
        from shop import personalization  # noqa: F401
