from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse

from shop.catalog.models import Category, Product

# A file of this many addresses is made in a second, and far below what is allowed.
ADDRESSES_PER_FILE = 5000


class HomeSitemap(Sitemap):
    def items(self) -> list[str]:
        return ["home"]

    def location(self, name: str) -> str:
        return reverse(name)


class CategorySitemap(Sitemap):
    limit = ADDRESSES_PER_FILE

    def items(self) -> QuerySet[Category]:
        return Category.objects.order_by("pk")


class ProductSitemap(Sitemap):
    limit = ADDRESSES_PER_FILE

    def items(self) -> QuerySet[Product]:
        products = Product.objects.published().only("sku", "slug", "created_at")
        return products.order_by("pk")

    def lastmod(self, product: Product) -> datetime:
        return product.created_at

    def get_latest_lastmod(self) -> datetime | None:
        """Ask for it: by default, every product would be fetched for the index."""
        return self.items().aggregate(latest=Max("created_at"))["latest"]


SITEMAPS = {
    "home": HomeSitemap,
    "categories": CategorySitemap,
    "products": ProductSitemap,
}
