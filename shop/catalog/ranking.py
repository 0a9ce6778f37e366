"""An order of products that depends on who looks, given by a part above this one."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

from shop.catalog.models import Product, ProductQuerySet

# So many of a list are ordered, the rest follows as it comes.
MOST_RANKED = 500


class Ranking:
    """Offers nobody an order of their own; subclass and register() to do so."""

    def is_offered(self, request: HttpRequest) -> bool:
        return False

    def rank(self, request: HttpRequest, skus: Sequence[str]) -> Sequence[str]:
        """Return the same, those first that this visitor is likely to want."""
        return skus


class RankedProducts:
    """The same products, the first of them in the order of these article numbers.

    It can be divided into pages, each of which is read as it is asked for.
    """

    def __init__(self, products: ProductQuerySet, skus: Sequence[str]) -> None:
        self.products = products
        self.skus = skus

    def count(self) -> int:
        return self.products.count()

    def count_up_to(self, most: int) -> int:
        return self.products.count_up_to(most)

    def __getitem__(self, places: slice) -> list[Product]:
        page = self._read(self.skus[places])
        first = max(places.start, len(self.skus))
        if places.stop > first:
            page += self.products[first : places.stop]
        return page

    def _read(self, skus: Sequence[str]) -> list[Product]:
        found = self.products.filter(sku__in=skus) if skus else []
        by_sku = {product.sku: product for product in found}
        # One may have been taken out of the list a moment ago.
        return [by_sku[sku] for sku in skus if sku in by_sku]


_ranking = [Ranking()]


def register(ranking: Ranking) -> None:
    """Let this one order the lists of the shop from now on."""
    _ranking[:] = [ranking]


def get_ranking() -> Ranking:
    return _ranking[0]


def rank_products(request: HttpRequest, products: ProductQuerySet) -> RankedProducts:
    skus = list(products.values_list("sku", flat=True)[:MOST_RANKED])
    return RankedProducts(products, get_ranking().rank(request, skus))
