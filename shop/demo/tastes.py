"""How much each shopper wants each product."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shop.demo.assortment import DemoCategory, DemoProduct
from shop.demo.shoppers import Shopper

BRAND_LIKED = 4.0
# How sharply a price that is not theirs puts people off.
PRICE_TOLERANCE = 0.25
# Even people with one passion look elsewhere now and then.
CURIOSITY = 0.01
GREATEST_HIT = 6.0
# The home page and every list begin with what is new: so many times as many look.
NOVELTY = 6.0
NEW_DAYS = 21


class Assortment:
    """The products as arrays, so that a taste is one vector over all of them."""

    def __init__(
        self,
        products: list[DemoProduct],
        categories: list[DemoCategory],
        random: np.random.Generator,
    ) -> None:
        parents = {each.slug: each.parent for each in categories}
        self.products = products
        self.ages = np.array([product.age_days for product in products])
        self.categories = np.array([product.category for product in products])
        self.departments = np.array([parents[each.category] for each in products])
        self.brands = np.array([product.brand for product in products])
        self.kinds = np.array([product.kind for product in products])
        self.price_ranks = self._rank_prices()
        self.in_category = self._group(self.categories)
        self.of_kind = self._group(self.kinds)
        # A few hits, many that hardly anyone asks for; no hit is for everybody.
        self.appeal = np.minimum(random.pareto(1.6, len(products)) + 0.2, GREATEST_HIT)

    def get_taste(self, shopper: Shopper) -> NDArray[np.float64]:
        """Return a weight for each product; only their proportions matter."""
        department = np.array(
            [
                shopper.departments.get(each, 0.0) + CURIOSITY
                for each in self.departments
            ]
        )
        brand = np.where(np.isin(self.brands, sorted(shopper.brands)), BRAND_LIKED, 1.0)
        distance = (self.price_ranks - shopper.price_level) / PRICE_TOLERANCE
        taste: NDArray[np.float64] = (
            self.appeal * department * brand * np.exp(-0.5 * distance**2)
        )
        return taste

    def get_attention(self, days_ago: float) -> NDArray[np.float64]:
        """Return how well each product is seen on a day; not at all before its time."""
        ages = self.ages - days_ago
        return np.select([ages <= 0, ages < NEW_DAYS], [0.0, NOVELTY], 1.0)

    def _rank_prices(self) -> NDArray[np.float64]:
        """Rank each product's price among its category's, from 0 to 1."""
        prices = np.array([float(product.price) for product in self.products])
        ranks = np.empty(len(prices))
        for members in self._group(self.categories).values():
            order = prices[members].argsort().argsort()
            ranks[members] = order / max(1, len(members) - 1)
        return ranks

    def _group(self, labels: NDArray[np.str_]) -> dict[str, NDArray[np.intp]]:
        return {str(label): np.flatnonzero(labels == label) for label in set(labels)}
