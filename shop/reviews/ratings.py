"""The average that cards show: kept with the product, so that no list has to count."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction

from shop.catalog.models import Product
from shop.reviews.models import Review

CENT = Decimal("0.01")


@transaction.atomic
def recount(product_id: int) -> None:
    """Set a product's rating from its published reviews.

    Two who recount at once come one after the other, so that the later one sees the
    reviews of both. The weaker lock lets others refer to the product meanwhile; with
    the strong one, two who have just inserted a review would wait for each other.
    """
    product = (
        Product.objects.select_for_update(no_key=True).only("pk").get(pk=product_id)
    )
    summary = Review.objects.published().of_product(product).summarize()
    average = summary["average"]
    product.rating = None if average is None else Decimal(average).quantize(CENT)
    product.num_reviews = summary["number"]
    product.save(update_fields=["rating", "num_reviews"])
