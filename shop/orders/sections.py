"""The latest orders, on the home page of an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from shop.accounts import sections
from shop.orders.models import Order

LATEST = 3


def get_context(request: HttpRequest) -> dict[str, Any]:
    return {"orders": Order.objects.of_user(request.user)[:LATEST]}


sections.register(
    sections.Section(
        position=10, template="orders/_section.html", get_context=get_context
    )
)
