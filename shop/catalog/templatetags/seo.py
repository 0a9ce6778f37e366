"""Tags for the head of the pages that search engines and social networks may show."""

from __future__ import annotations

from django import template
from django.core.paginator import Page
from django.template import Context
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from shop.catalog.models import Category, Product
from shop.catalog.structured import (
    SHOP_NAME,
    describe_product,
    describe_shop,
    describe_way,
    render_data,
)

register = template.Library()

CARD_PICTURE = "img/card.jpg"
LONGEST_DESCRIPTION = 155


@register.inclusion_tag("_page_card.html", takes_context=True)
def page_card(
    context: Context, path: str, *, title: str, description: str
) -> dict[str, object]:
    """Say which address the page has, and how it looks when somebody shares it."""
    card = {"title": title, "description": description, "kind": "website"}
    picture = {"picture": static(CARD_PICTURE), "is_wide": True}
    return _make_absolute(context, card | picture | {"address": path})


@register.inclusion_tag("_page_card.html", takes_context=True)
def product_card(context: Context, product: Product) -> dict[str, object]:
    text = Truncator(product.description or product.name).chars(LONGEST_DESCRIPTION)
    card = {"title": product.name, "description": text, "kind": "product"}
    picture = product.picture.url if product.picture else static(CARD_PICTURE)
    return _make_absolute(
        context, card | {"picture": picture, "address": product.get_absolute_url()}
    )


def _make_absolute(context: Context, card: dict[str, object]) -> dict[str, object]:
    absolute = context["request"].build_absolute_uri
    addresses = {name: absolute(card[name]) for name in ("picture", "address")}
    return {"shop": SHOP_NAME} | card | addresses


@register.simple_tag(takes_context=True)
def canonical_path(context: Context, category: Category, page: Page) -> str:
    """Filters and orders show the same products again; further pages show others."""
    path = category.get_absolute_url()
    is_plain = set(context["request"].GET) <= {"page"}
    return f"{path}?page={page.number}" if is_plain and page.number > 1 else path


@register.simple_tag(takes_context=True)
def shop_data(context: Context) -> SafeString:
    absolute = context["request"].build_absolute_uri
    return render_data(*describe_shop(absolute, logo=static("img/logo.png")))


@register.simple_tag(takes_context=True)
def category_data(context: Context, category: Category) -> SafeString:
    absolute = context["request"].build_absolute_uri
    return render_data(describe_way(absolute, category.breadcrumbs))


@register.simple_tag(takes_context=True)
def product_data(context: Context, product: Product) -> SafeString:
    absolute = context["request"].build_absolute_uri
    way = [*product.category.breadcrumbs, product]
    return render_data(describe_product(absolute, product), describe_way(absolute, way))
