from __future__ import annotations

from django.apps import AppConfig


class MailsConfig(AppConfig):
    name = "shop.mails"

    def ready(self) -> None:
        from shop.mails import receivers  # noqa: F401
