from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from shop.charsets import KnownCharsets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

application = KnownCharsets(get_wsgi_application())
