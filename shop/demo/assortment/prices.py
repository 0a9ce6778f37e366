from __future__ import annotations

from decimal import Decimal
from random import Random

from shop.demo.assortment.articles import Article

CENT = Decimal("0.01")
# What the variants of a kind cost, from plain to fine.
RANKS = (Decimal("0.85"), Decimal("1.00"), Decimal("1.25"))


def get_price(article: Article, random: Random) -> Decimal:
    wobble = Decimal(random.randint(95, 105)) / 100
    level = Decimal(article.brand.level)
    # Titles differ in what they tell, not in what they cost to make.
    rank = Decimal(1) if article.kind.titled else RANKS[article.rank]
    return charm(article.kind.price * level * rank * wobble)


def charm(amount: Decimal) -> Decimal:
    """Round to a price as shops print it: 4.49, 18.99, 84.90, 349.00."""
    if amount < 10:
        return nearest(amount, Decimal("0.50"), CENT)
    if amount < 40:
        return nearest(amount, Decimal(1), CENT)
    if amount < 200:
        return nearest(amount, Decimal(5), Decimal("0.10"))
    return nearest(amount, Decimal(10), Decimal(1))


def nearest(amount: Decimal, step: Decimal, below: Decimal) -> Decimal:
    return (round(amount / step) * step - below).quantize(CENT)
