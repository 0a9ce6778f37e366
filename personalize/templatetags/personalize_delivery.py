"""{% load personalize_delivery %}: how events do, for pages of the staff."""

from __future__ import annotations

from django import template

from personalize import reports

register = template.Library()


@register.simple_tag
def get_delivery_health() -> reports.DeliveryHealth:
    """Count what waits and what was delivered: ``{% get_delivery_health as health %}``.

    Five bounded queries.
    """
    return reports.get_delivery_health()
