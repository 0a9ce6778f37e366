"""The payment methods of the settings, in the order in which they are shown."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from shop.payments.exceptions import PaymentRefusedError
from shop.payments.methods.base import PaymentMethod

__all__ = ["PaymentMethod", "get_all_methods", "get_method", "get_methods"]


@lru_cache(maxsize=1)
def get_all_methods() -> tuple[PaymentMethod, ...]:
    """Return the process's methods, with those that lack their keys."""
    return tuple(make_method(entry) for entry in settings.PAYMENT_METHODS)


def get_methods() -> list[PaymentMethod]:
    """Return the methods that shoppers can choose from."""
    return [method for method in get_all_methods() if method.is_configured]


def get_method(name: str) -> PaymentMethod:
    for method in get_methods():
        if method.name == name:
            return method
    raise PaymentRefusedError(_("This way to pay is not offered at the moment."))


def make_method(entry: dict[str, Any]) -> PaymentMethod:
    path = entry.get("METHOD", "")
    try:
        method_class: type[PaymentMethod] = import_string(path)
        return method_class(**entry.get("OPTIONS", {}))
    except (ImportError, TypeError, ValueError) as error:
        raise ImproperlyConfigured(
            f"PAYMENT_METHODS: {path or entry!r} cannot be made: {error}"
        ) from error


def _forget_methods(*, setting: str, **kwargs: object) -> None:
    if setting == "PAYMENT_METHODS":
        get_all_methods.cache_clear()


setting_changed.connect(_forget_methods)
