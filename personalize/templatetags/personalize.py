"""{% load personalize %}: recommendations in templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, SupportsFloat

from django import template
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model
from django.http import HttpRequest
from django.template.context import Context

from personalize.blocks import render_block, render_lazy_block
from personalize.engine.features import make_filter
from personalize.enums import UseCase
from personalize.recommendations import Recommendations, recommend

register = template.Library()


@register.simple_tag(takes_context=True)
def recommendations(
    context: Context,
    use_case: str,
    *,
    item: Model | None = None,
    items: Iterable[Model] = (),
    num_results: int = 10,
    category: str = "",
    min_price: SupportsFloat | None = None,
    max_price: SupportsFloat | None = None,
    heading: str = "",
    lazy: bool = False,
) -> str:
    """Render a block: ``{% recommendations "best-sellers" num_results=4 %}``.

    ``category=category.slug max_price=50`` narrow it, by the names that the catalogue
    has for categories. With ``lazy=True`` htmx fetches it when it comes near the
    viewport.
    """
    request = _request(context)
    about = [item] if item is not None else list(items)
    where = make_filter(category, min_price, max_price)
    heading = heading or str(UseCase(use_case).label)
    if lazy:
        return render_lazy_block(
            request,
            UseCase(use_case),
            heading=heading,
            items=about,
            num_results=num_results,
            where=where,
        )
    found = recommend(
        request, use_case, items=about, num_results=num_results, where=where
    )
    return render_block(request, found, heading)


@register.simple_tag(takes_context=True)
def get_recommendations(
    context: Context,
    use_case: str,
    *,
    category: str = "",
    min_price: SupportsFloat | None = None,
    max_price: SupportsFloat | None = None,
    **options: Any,
) -> Recommendations:
    """Fetch without rendering: ``{% get_recommendations "best-sellers" as best %}``."""
    where = make_filter(category, min_price, max_price)
    return recommend(_request(context), use_case, where=where, **options)


@register.inclusion_tag("personalize/tracker.html")
def personalize_tracker() -> dict[str, object]:
    """Load the script that remembers from which block a shopper came to an item."""
    return {}


def _request(context: Context) -> HttpRequest:
    request: HttpRequest | None = context.get("request")
    if request is None:
        raise ImproperlyConfigured(
            "The tags of personalize need the request in the template: add "
            "django.template.context_processors.request to TEMPLATES."
        )
    return request
