from __future__ import annotations

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out


class PersonalizeConfig(AppConfig):
    name = "personalize"
    verbose_name = "Personalize"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models and authenticators can be imported only now.
        from personalize import checks, receivers, schema  # noqa: F401
        from personalize.metrics import listening
        from personalize.signals import recommendations_served

        recommendations_served.connect(
            listening.count_served, dispatch_uid="personalize.count_served"
        )
        user_logged_in.connect(
            receivers.start_shopper, dispatch_uid="personalize.start_shopper"
        )
        user_logged_out.connect(receivers.part, dispatch_uid="personalize.part")
        receivers.hear_of_items()
