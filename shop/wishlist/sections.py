"""The wishlist on the home page of an account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from shop.accounts import sections
from shop.wishlist.wishes import get_products

SHOWN = 3


def get_context(request: HttpRequest) -> dict[str, Any]:
    products = get_products(request.user)
    return {"products": products[:SHOWN], "number": len(products)}


sections.register(
    sections.Section(
        position=25, template="wishlist/_section.html", get_context=get_context
    )
)
