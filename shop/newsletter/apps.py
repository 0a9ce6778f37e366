from __future__ import annotations

from django.apps import AppConfig


class NewsletterConfig(AppConfig):
    name = "shop.newsletter"
