"""Reviews as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from shop.catalog.models import Product
from shop.reviews.models import Review

PAGE_SIZE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many reviews give so many stars."""

    rating: int
    number: int
    percent: int


def get_reviews(product: Product, page: object = 1) -> Page:
    """Return a page of what can be read; no query for a product without reviews."""
    reviews = Review.objects.published().of_product(product)
    paginator = Paginator(reviews if product.num_reviews else reviews.none(), PAGE_SIZE)
    # The product knows how many there are.
    paginator.count = product.num_reviews
    return paginator.get_page(page)


def get_shares(product: Product) -> list[Share]:
    """Return how the stars are distributed, five stars first."""
    if not product.num_reviews:
        return []
    counts = Review.objects.published().of_product(product).count_by_rating()
    total = sum(counts.values()) or 1
    return [
        Share(rating=rating, number=number, percent=round(100 * number / total))
        for rating, number in counts.items()
    ]
