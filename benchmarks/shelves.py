"""Made-up products in a few large categories, always the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import product as combine

import numpy as np
from django.utils import timezone
from numpy.random import Generator

from shop.catalog.models import Category, Product

DEPARTMENTS, CATEGORIES_OF_A_DEPARTMENT = 4, 5
BRANDS = 400
SYLLABLES = ("ba", "de", "fi", "go", "ku", "la", "mo", "ne", "ri", "su", "ta", "vo")
# A thousand words; the first are in every tenth name, the last in hardly any.
WORDS = ["".join(parts) for parts in combine(SYLLABLES, repeat=3)][:1000]
WORDS_OF_A_NAME, WORDS_OF_A_DESCRIPTION = 4, 30
SHARE_WITH_REVIEWS = 0.3
BATCH = 2000
# Words to look for; in the small shop too each fits a page of products and more.
RARE, USUAL, BROAD = WORDS[100], WORDS[60], WORDS[0]


def fill(database: str, number: int) -> None:
    """Fill an empty shop with so many products."""
    rng = np.random.default_rng(7)
    categories = make_categories(database)
    rows = make_products(number, categories, rng)
    Product.objects.using(database).bulk_create(rows, batch_size=BATCH)


def make_categories(database: str) -> list[Category]:
    objects = Category.objects.using(database)
    departments = [make_category(f"d{number}") for number in range(DEPARTMENTS)]
    objects.bulk_create(departments)
    leaves = [
        make_category(f"{department.slug}-c{number}", department)
        for department in departments
        for number in range(CATEGORIES_OF_A_DEPARTMENT)
    ]
    return objects.bulk_create(leaves)


def make_category(slug: str, parent: Category | None = None) -> Category:
    return Category(slug=slug, name=f"Category {slug}", parent=parent)


def make_products(
    number: int, categories: list[Category], rng: Generator
) -> Iterator[Product]:
    now = timezone.now()
    for place in range(number):
        name = write(rng, WORDS_OF_A_NAME).capitalize()
        has_reviews = rng.random() < SHARE_WITH_REVIEWS
        yield Product(
            sku=f"P-{place}",
            name=name,
            slug=f"p-{place}",
            description=write(rng, WORDS_OF_A_DESCRIPTION),
            brand=f"Brand {rng.integers(BRANDS)}",
            category=categories[rng.integers(len(categories))],
            price=Decimal(int(rng.integers(100, 50_000))) / 100,
            stock=int(rng.integers(0, 20)),
            sold=int(rng.zipf(1.5) % 10_000),
            rating=Decimal(int(rng.integers(10, 51))) / 10 if has_reviews else None,
            num_reviews=int(rng.integers(1, 50)) if has_reviews else 0,
            created_at=now - timedelta(minutes=int(rng.integers(500_000))),
        )


def write(rng: Generator, number: int) -> str:
    """Return so many words, of which a few are everywhere and most hardly anywhere."""
    places = (len(WORDS) ** rng.random(number)).astype(int) - 1
    return " ".join(WORDS[place] for place in places)
