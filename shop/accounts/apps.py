from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "shop.accounts"

    def ready(self) -> None:
        from shop.accounts import overview, receivers  # noqa: F401
