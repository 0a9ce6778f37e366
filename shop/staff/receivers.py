from __future__ import annotations

from django.apps import apps
from django.apps.config import AppConfig

from shop.staff.roles import write_roles


def renew_roles(sender: AppConfig, plan: list | None = None, **kwargs: object) -> None:
    """Write the roles once all apps have their permissions, if anything changed."""
    last = [each for each in apps.get_app_configs() if each.models_module][-1]
    if sender == last:
        write_roles()
