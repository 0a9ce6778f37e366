from __future__ import annotations

from django.apps import AppConfig


class PersonalizeConfig(AppConfig):
    name = "personalize"
    verbose_name = "Personalize"
    default_auto_field = "django.db.models.BigAutoField"
