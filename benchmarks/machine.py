"""The machine that figures belong to."""

from __future__ import annotations

import os
import platform
import sys

import django
from django.db import connection


def describe_machine() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        postgresql = cursor.fetchone()[0]
    return {
        "cores": str(os.cpu_count()),
        "processor": platform.machine(),
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": postgresql,
        "system": sys.platform,
        "load": " ".join(f"{each:.1f}" for each in os.getloadavg()),
    }
