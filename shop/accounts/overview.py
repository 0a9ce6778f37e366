"""What an account shows of itself on its home page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from shop.accounts import addresses
from shop.accounts.sections import Section, register


def get_address(request: HttpRequest) -> dict[str, Any]:
    return {"address": addresses.find_default(request.user)}


def get_nothing(request: HttpRequest) -> dict[str, Any]:
    return {}


register(
    Section(
        position=30,
        template="accounts/_address_section.html",
        get_context=get_address,
    )
)
register(
    Section(
        position=40,
        template="accounts/_person_section.html",
        get_context=get_nothing,
    )
)
