"""Sizes that have a stock of their own, as staff edit them."""

from __future__ import annotations

from shop.catalog.models import Product


def lock_product(product: Product) -> None:
    """Lock the product before its sizes, in the order in which a checkout does."""
    list(Product.objects.locked([product.pk]))


def follow_variants(product: Product) -> None:
    """Make the sizes to choose from those of the variants."""
    sizes = list(product.variants.values_list("size", flat=True))
    if sizes and sizes != product.sizes:
        product.sizes = sizes
        product.save(update_fields=["sizes"])
