from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.conf import settings

from shop.orders import costs

register = template.Library()


@register.simple_tag
def get_costs(lines: Iterable[costs.Priced]) -> costs.Costs:
    """Say what a cart costs, before it is known where it goes."""
    return costs.get_costs(lines, "")


@register.simple_tag
def adds_taxes() -> bool:
    """Say whether some countries pay a tax that the prices do not include."""
    return bool(settings.TAX_RATES)
