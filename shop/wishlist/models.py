from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone

from shop.catalog.models import Product


class WishQuerySet(models.QuerySet["Wish"]):
    def of_user(self, user: AbstractBaseUser) -> Self:
        return self.filter(user=user)

    def of_product(self, product: Product) -> Self:
        return self.filter(product=product)

    def for_display(self) -> Self:
        """Those whose products can be seen, newest first."""
        seen = self.filter(product__is_published=True)
        return seen.select_related("product__category").defer("product__description")

    def product_ids(self) -> set[int]:
        return set(self.values_list("product_id", flat=True))


class Wish(models.Model):
    """A product that an account remembers, to buy it another day."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="wishes"
    )
    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="wishes"
    )
    wished_at = models.DateTimeField(default=timezone.now)

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["-wished_at", "-pk"]
        verbose_name_plural = "wishes"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "product"], name="wishlist_wish_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.product}"
