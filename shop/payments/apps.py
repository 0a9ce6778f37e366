from __future__ import annotations

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "shop.payments"

    def ready(self) -> None:
        from shop.payments import beats, checks, receivers  # noqa: F401
