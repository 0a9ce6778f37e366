"""What the shoppers of the demo say about what they bought, and what they wish for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import numpy as np
from numpy.random import Generator

from shop.accounts.models import User
from shop.catalog.models import Product
from shop.demo.sentences import TEXTS, TITLES
from shop.demo.simulation import Visit
from shop.reviews.authors import get_author
from shop.reviews.buying import get_purchases
from shop.reviews.models import Review
from shop.reviews.ratings import recount_all
from shop.wishlist.models import Wish

SEED = 11
BATCH = 1000
SHARE_OF_BUYERS = 0.45
# A parcel has come, and was tried.
DAYS_UNTIL_WRITTEN = 9
# The newest have not been read by the staff.
DAYS_UNTIL_READ = 2
SHARE_WITH_TEXT = 0.8
WISHES_OF_A_SHOPPER = 4


def load_opinions(
    visits: Iterable[Visit],
    users: dict[str, User],
    products: dict[str, Product],
    now: datetime,
) -> int:
    """Write reviews and wishes; return how many reviews."""
    visits, purchases = list(visits), get_purchases()
    rng = np.random.default_rng(SEED)
    quality = {sku: rng.beta(5, 1.4) for sku in sorted(products)}
    reviews = {
        (review.user_id, review.product_id): review
        for review in make_reviews(visits, users, products, quality, now, rng)
        # Some orders were cancelled, or given back.
        if (review.user_id, review.product_id) in purchases
    }
    Review.objects.bulk_create(reviews.values(), batch_size=BATCH)
    recount_all()
    Wish.objects.bulk_create(
        make_wishes(visits, users, products), batch_size=BATCH, ignore_conflicts=True
    )
    return len(reviews)


def make_reviews(
    visits: Iterable[Visit],
    users: dict[str, User],
    products: dict[str, Product],
    quality: dict[str, float],
    now: datetime,
    rng: Generator,
) -> Iterator[Review]:
    for visit in visits:
        written_at = visit.at + timedelta(days=DAYS_UNTIL_WRITTEN)
        for bought in visit.bought:
            if written_at < now and rng.random() < SHARE_OF_BUYERS:
                rating = 1 + int(rng.binomial(4, quality[bought.sku]))
                user, product = users[visit.shopper.email], products[bought.sku]
                yield make_review(user, product, rating, written_at, now, rng)


def make_review(
    user: User,
    product: Product,
    rating: int,
    written_at: datetime,
    now: datetime,
    rng: Generator,
) -> Review:
    has_text = rng.random() < SHARE_WITH_TEXT
    is_read = written_at < now - timedelta(days=DAYS_UNTIL_READ)
    return Review(
        user=user,
        product=product,
        author=get_author(user, ""),
        rating=rating,
        title=choose(TITLES[rating], rng) if has_text else "",
        text=choose(TEXTS[rating], rng) if has_text else "",
        status=Review.Status.PUBLISHED if is_read else Review.Status.PENDING,
        written_at=written_at,
    )


def choose(texts: tuple[str, ...], rng: Generator) -> str:
    return texts[rng.integers(len(texts))]


def make_wishes(
    visits: Iterable[Visit], users: dict[str, User], products: dict[str, Product]
) -> list[Wish]:
    """Let each shopper wish for what was looked at last and not bought."""
    seen: dict[str, dict[str, datetime]] = {}
    for visit in visits:
        bought = {product.sku for product in visit.bought}
        wanted = seen.setdefault(visit.shopper.email, {})
        wanted |= {
            action.product.sku: action.at
            for action in visit.actions
            if action.product.sku not in bought
        }
    return [
        Wish(user=users[email], product=products[sku], wished_at=wished_at)
        for email, wanted in seen.items()
        for sku, wished_at in [*wanted.items()][-WISHES_OF_A_SHOPPER:]
    ]
