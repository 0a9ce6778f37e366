from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class StaffConfig(AppConfig):
    name = "shop.staff"

    def ready(self) -> None:
        from shop.staff.receivers import renew_roles

        # Of the app that Django migrates last: by then it has written its permissions.
        post_migrate.connect(renew_roles, dispatch_uid="staff.renew_roles")
