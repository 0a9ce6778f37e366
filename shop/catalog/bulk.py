"""What staff do to many products at once."""

from __future__ import annotations

from collections.abc import Collection
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction

from shop.catalog.models import Category, Product

CENT = Decimal("0.01")


def publish(keys: Collection[int], *, is_published: bool = True) -> list[Product]:
    return _set(keys, is_published=is_published)


def move(keys: Collection[int], category: Category) -> list[Product]:
    return _set(keys, category=category)


@transaction.atomic
def change_prices(keys: Collection[int], percent: Decimal) -> list[Product]:
    """Add so many percent to each price as it is now, to the cent."""
    products = list(Product.objects.locked(keys))
    for product in products:
        price = product.price * (100 + percent) / 100
        product.price = price.quantize(CENT, ROUND_HALF_UP)
    return _save(products, ["price"])


@transaction.atomic
def _set(keys: Collection[int], **values: object) -> list[Product]:
    products = list(Product.objects.locked(keys))
    for product in products:
        for name, value in values.items():
            setattr(product, name, value)
    return _save(products, list(values))


def _save(products: list[Product], fields: list[str]) -> list[Product]:
    """Save one by one, since others listen to what becomes of a product."""
    for product in products:
        product.save(update_fields=fields)
    return products
