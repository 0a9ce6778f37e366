"""Another shop, with the least that Django asks for and what the README adds."""

from __future__ import annotations

import os
import re
from pathlib import Path

README = Path(os.environ["README"]).read_text()
BLOCK = re.compile(r"<!-- test: settings -->\n```python\n(.*?)```", re.DOTALL)

SECRET_KEY = "another-shop"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "urls"
USE_TZ = True
STATIC_URL = "static/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "books",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"]
        },
    }
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": "shop.db"}}
CELERY_TASK_ALWAYS_EAGER = True

match = BLOCK.search(README)
assert match
exec(match[1])
PERSONALIZE["CATALOG"] = "books.catalog.BookCatalog"  # noqa: F821
