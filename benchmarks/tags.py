"""The tags of personalize, with blocks that a request can ask to be left out."""

from __future__ import annotations

from django import template
from django.template.context import Context

from personalize.templatetags import personalize

WITHOUT_BLOCKS = "X-Without-Blocks"

register = template.Library()
register.tags |= personalize.register.tags


@register.simple_tag(takes_context=True)
def recommendations(context: Context, use_case: str, **options: object) -> str:
    if WITHOUT_BLOCKS in context["request"].headers:
        return ""
    return personalize.recommendations(context, use_case, **options)
