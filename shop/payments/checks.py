from __future__ import annotations

from collections.abc import Sequence

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from shop.payments.methods import get_all_methods


@register
def check_methods(**kwargs: object) -> Sequence[CheckMessage]:
    try:
        methods = get_all_methods()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="payments.E001")]
    names = [method.name for method in methods]
    if "" in names or len(set(names)) < len(names):
        hint = "Give each class in PAYMENT_METHODS a name of its own."
        return [Error("Payment methods have the same name.", hint, id="payments.E002")]
    return [message for method in methods for message in method.check()]
