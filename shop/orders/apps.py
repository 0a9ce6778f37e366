from __future__ import annotations

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "shop.orders"

    def ready(self) -> None:
        # personalization here, as the last of the shop's apps that it listens to.
        from shop import personalization  # noqa: F401
        from shop.orders import receivers, sections  # noqa: F401
