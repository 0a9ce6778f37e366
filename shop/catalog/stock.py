"""Goods that are put aside for orders, and given back.

A product with variants has its stock per size, and ``Product.stock`` is always their
sum; without variants all its sizes share one stock.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from shop.catalog.models import Product, Variant

# What has one stock: a product or, where each size has its own, one size of it.
Shelf = tuple[Product, str]


class Wanted(Protocol):
    """A line of a cart or of an order."""

    product_id: int
    size: str
    quantity: int


class OutOfStock(Exception):  # noqa: N818
    """There are not so many; the message is for the shopper and says of what."""


def lock(lines: Iterable[Wanted]) -> dict[int, Product]:
    """Return the products by key, as they are and stay until the transaction ends."""
    keys = {line.product_id for line in lines}
    return {product.pk: product for product in Product.objects.locked(keys)}


@transaction.atomic
def take(
    lines: Collection[Wanted], *, locked: dict[int, Product] | None = None
) -> None:
    """Put the goods of all lines aside, or refuse with OutOfStock."""
    products = locked or lock(lines)
    if problem := find_problem(products, lines):
        raise OutOfStock(problem)
    for (product, size), quantity in _add_up(products, lines).items():
        product.sold += quantity
        _move(product, size, -quantity)
    _save(products.values())


@transaction.atomic
def give_back(lines: Collection[Wanted]) -> None:
    products = lock(lines)
    for (product, size), quantity in _add_up(products, lines).items():
        product.sold = max(0, product.sold - quantity)
        _move(product, size, quantity)
    _save(products.values())


def recount(product_ids: Iterable[int]) -> None:
    """Set the stock of products with variants to what their sizes come to."""
    Product.objects.filter(pk__in=product_ids).sum_up_variants()


def find_problem(products: dict[int, Product], lines: Iterable[Wanted]) -> str:
    """Say why these lines, taken together, cannot be had; empty when they can."""
    problems = [
        find_shortage(product, quantity, size=size)
        for (product, size), quantity in _add_up(products, lines).items()
    ]
    return " ".join(filter(None, problems))


def find_shortage(product: Product, quantity: int, *, size: str = "") -> str:
    """Say why so many of one thing cannot be had; empty when they can."""
    words = {"product": _name(product, size), "stock": product.get_stock(size)}
    if not product.is_available or not words["stock"]:
        return _("%(product)s is sold out.") % words
    if quantity > words["stock"]:
        return _("Only %(stock)s of %(product)s are left.") % words
    return ""


def _add_up(products: dict[int, Product], lines: Iterable[Wanted]) -> Counter[Shelf]:
    shelves: Counter[Shelf] = Counter()
    for line in lines:
        product = products[line.product_id]
        shelves[product, line.size if product.has_variants else ""] += line.quantity
    return shelves


def _move(product: Product, size: str, change: int) -> None:
    """Change what is on the shelf; a size that the shop gave up has none."""
    if not product.has_variants:
        product.stock += change
        return
    for variant in product.variants.all():
        if variant.size == size:
            variant.stock += change
            product.stock += change


def _save(products: Collection[Product]) -> None:
    Product.objects.bulk_update(products, ["stock", "sold"])
    variants = [variant for product in products for variant in product.variants.all()]
    Variant.objects.bulk_update(variants, ["stock"])


def _name(product: Product, size: str) -> str:
    if not size:
        return product.name
    return _("%(product)s in size %(size)s") % {"product": product, "size": size}
