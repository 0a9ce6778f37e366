"""The average that cards show: kept with the product, so that no list has to count."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.db.models import Avg, Count, OuterRef, Subquery
from django.db.models.functions import Coalesce, Round

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


def recount_all() -> int:
    """Set the ratings of all products, after reviews were imported."""
    of_product = Review.objects.published().filter(product=OuterRef("pk")).order_by()
    rows = of_product.values("product").annotate(average=Avg("rating"), n=Count("pk"))
    return Product.objects.update(
        rating=Round(Subquery(rows.values("average")), precision=2),
        num_reviews=Coalesce(Subquery(rows.values("n")), 0),
    )
