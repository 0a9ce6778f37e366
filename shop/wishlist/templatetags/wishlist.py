"""{% load wishlist %}: the heart of a product."""

from __future__ import annotations

from django import template
from django.template.context import Context

from shop.catalog.models import Product
from shop.wishlist.wishes import get_ids

register = template.Library()


@register.simple_tag(takes_context=True)
def is_wished(context: Context, product: Product) -> bool:
    """Whether the visitor wishes for it; all hearts of a page take one query."""
    request = context.get("request")
    return request is not None and product.pk in get_ids(request)
