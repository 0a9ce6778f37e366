"""The backends of the settings, in the order in which they are asked."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from personalize.backends.base import BaseBackend
from personalize.conf import conf
from personalize.exceptions import InvalidBackend


@lru_cache(maxsize=1)
def get_backends() -> tuple[BaseBackend, ...]:
    """Return the process's backends. Their constructors open no connection."""
    return tuple(make_backend(entry) for entry in conf.BACKENDS)


def get_primary() -> BaseBackend:
    """Return the backend that takes the events."""
    return get_backends()[0]


def make_backend(entry: dict[str, Any]) -> BaseBackend:
    path = entry.get("BACKEND", "")
    options = entry.get("OPTIONS", {})
    try:
        backend_class: type[BaseBackend] = import_string(path)
        return backend_class(**options)
    except (ImportError, TypeError, ValueError) as error:
        raise InvalidBackend(
            f'PERSONALIZE["BACKENDS"]: {path or entry!r} cannot be made: {error}'
        ) from error


def _forget_backends(*, setting: str, **kwargs: object) -> None:
    if setting == "PERSONALIZE":
        get_backends.cache_clear()


setting_changed.connect(_forget_backends)
