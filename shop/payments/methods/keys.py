from __future__ import annotations

from django.core.checks import CheckMessage, Warning


def warn_of_missing(**keys: str) -> list[CheckMessage]:
    """Warn when some keys of a gateway are set and others not: it is not offered."""
    missing = [name for name, value in keys.items() if not value]
    if not missing or len(missing) == len(keys):
        return []
    names = " and ".join(missing)
    return [
        Warning(
            f"{names} must be set too: without it, this gateway is not offered.",
            id="payments.W001",
        )
    ]
