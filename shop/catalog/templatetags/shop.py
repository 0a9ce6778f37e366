from __future__ import annotations

from decimal import Decimal

from babel.numbers import format_currency
from django import template
from django.conf import settings
from django.utils.translation import get_language, to_locale

register = template.Library()


@register.filter
def money(amount: Decimal) -> str:
    """Write an amount in the shop's currency, as the reader's language does."""
    locale = to_locale(get_language() or settings.LANGUAGE_CODE)
    return format_currency(amount, settings.CURRENCY, locale=locale)
