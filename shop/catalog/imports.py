"""Products for items that only a history knows."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Protocol

from django.utils.text import slugify

from shop.catalog.models import Category, Product

BATCH = 1000
STOCK = 100
# Where the file names no category or price: they can be sold, and found to be mended.
CATEGORY = "Imported"
PRICE = Decimal("10.00")


class Record(Protocol):
    item_id: str
    name: str
    price: Decimal | None
    category: str


def add_products(records: Iterable[Record]) -> int:
    """Make a product for each record whose SKU is new; return how many."""
    records = list(records)
    known = Product.objects.known_skus(record.item_id for record in records)
    unknown = [record for record in records if record.item_id not in known]
    categories = get_categories({record.category or CATEGORY for record in unknown})
    products = [make_product(record, categories) for record in unknown]
    Product.objects.bulk_create(products, batch_size=BATCH, ignore_conflicts=True)
    return len(products)


def get_categories(names: Iterable[str]) -> dict[str, Category]:
    return {name: get_category(name) for name in sorted(names)}


def get_category(name: str) -> Category:
    slug = slugify(name)[:80] or slugify(CATEGORY)
    category, _ = Category.objects.get_or_create(
        slug=slug, defaults={"name": name[:80]}
    )
    return category


def make_product(record: Record, categories: dict[str, Category]) -> Product:
    name = record.name.strip().capitalize() or f"Item {record.item_id}"
    return Product(
        sku=record.item_id,
        name=name[:200],
        slug=slugify(name)[:200] or "product",
        category=categories[record.category or CATEGORY],
        price=PRICE if record.price is None else record.price,
        stock=STOCK,
    )
