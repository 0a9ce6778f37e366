"""What a page is about, in the words of schema.org, for search engines."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from shop.catalog.models import Category, Product

SHOP_NAME = "Alder & Finch"
# Makes the address of a page of ours absolute.
Absolute = Callable[[str], str]
# As json_script does: nothing in the data can end the element it is in.
ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def render_data(*things: dict[str, object]) -> SafeString:
    """Render a data block, which browsers, and so the content policy, do not run."""
    graph = {"@context": "https://schema.org", "@graph": things}
    data = json.dumps(graph, ensure_ascii=False, default=str).translate(ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>', mark_safe(data)
    )


def describe_shop(absolute: Absolute, *, logo: str) -> list[dict[str, object]]:
    home = absolute(reverse("home"))
    target = f"{absolute(reverse('search'))}?q={{search_term_string}}"
    organization = {
        "@type": "Organization",
        "@id": f"{home}#shop",
        "name": SHOP_NAME,
        "url": home,
        "logo": absolute(logo),
    }
    site = {
        "@type": "WebSite",
        "name": SHOP_NAME,
        "url": home,
        "publisher": {"@id": f"{home}#shop"},
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": target},
            "query-input": "required name=search_term_string",
        },
    }
    return [organization, site]


def describe_way(
    absolute: Absolute, breadcrumbs: Sequence[Category | Product]
) -> dict[str, object]:
    way = [(_("Home"), reverse("home"))]
    way += [(each.name, each.get_absolute_url()) for each in breadcrumbs]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": absolute(address),
            }
            for position, (name, address) in enumerate(way, start=1)
        ],
    }


def describe_product(absolute: Absolute, product: Product) -> dict[str, object]:
    address = absolute(product.get_absolute_url())
    optional = {
        "description": product.description,
        "brand": product.brand and {"@type": "Brand", "name": product.brand},
        "image": product.picture and absolute(product.picture.url),
        "aggregateRating": product.num_reviews and _describe_rating(product),
    }
    return {
        "@type": "Product",
        "@id": f"{address}#product",
        "name": product.name,
        "sku": product.sku,
        "category": product.category.name,
        "offers": _describe_offer(address, product),
    } | {name: value for name, value in optional.items() if value}


def _describe_offer(address: str, product: Product) -> dict[str, object]:
    availability = "InStock" if product.is_available else "OutOfStock"
    return {
        "@type": "Offer",
        "url": address,
        "price": product.price,
        "priceCurrency": settings.CURRENCY,
        "availability": f"https://schema.org/{availability}",
        "itemCondition": "https://schema.org/NewCondition",
    }


def _describe_rating(product: Product) -> dict[str, object]:
    return {
        "@type": "AggregateRating",
        "ratingValue": product.rating,
        "reviewCount": product.num_reviews,
    }
