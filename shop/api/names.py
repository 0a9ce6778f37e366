"""snake_case within, camelCase in JSON."""

from __future__ import annotations

import re


def camelize(name: str) -> str:
    return re.sub(r"_([a-z0-9])", lambda match: match[1].upper(), name)
