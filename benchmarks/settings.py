"""The shop's settings, and what is measured beside it."""

from __future__ import annotations

from shop import settings as shop

globals().update({name: value for name, value in vars(shop).items() if name.isupper()})

INSTALLED_APPS = [*shop.INSTALLED_APPS, "benchmarks"]
ROOT_URLCONF = "benchmarks.urls"
# Served by nobody here, so that they need not be collected.
STORAGES = shop.STORAGES | {
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
    }
}
# Calls are counted as ever; one client must be allowed to make them all.
PERSONALIZE = shop.PERSONALIZE | {
    "VISITOR_RATE": "10000000/min",
    "ADDRESS_RATE": "10000000/min",
}
shop.TEMPLATES[0]["OPTIONS"]["libraries"] = {"personalize": "benchmarks.tags"}
