"""Sizes, and how many of each there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import OuterRef, Prefetch, Subquery, Sum
from django.utils.translation import gettext_lazy as _

MAX_SIZE_LENGTH = 20


def validate_sizes(sizes: object) -> None:
    are_names = isinstance(sizes, list) and all(isinstance(size, str) for size in sizes)
    if not are_names or any(len(size) > MAX_SIZE_LENGTH for size in sizes):
        raise ValidationError(
            _('Sizes are a list of short texts, such as ["S", "M", "L"].')
        )


class Variant(models.Model):
    """How many of one size there are; without variants all sizes share the stock."""

    product = models.ForeignKey(
        "catalog.Product", on_delete=models.CASCADE, related_name="variants"
    )
    size = models.CharField(max_length=MAX_SIZE_LENGTH)
    stock = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "size"], name="catalog_variant_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.product} ({self.size})"


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeChoice:
    size: str
    stock: int


class InSizes(models.Model):
    """What a product knows of its sizes."""

    # Of all sizes together.
    stock = models.PositiveIntegerField(default=0)
    sizes = models.JSONField(default=list, blank=True, validators=[validate_sizes])

    class Meta:
        abstract = True

    @property
    def has_variants(self) -> bool:
        # Most products come in no sizes, and need not ask.
        return bool(self.sizes and self.variants.all())

    @property
    def size_choices(self) -> list[SizeChoice]:
        """The sizes in their order, and how many of each are left."""
        return [
            SizeChoice(size=size, stock=self.get_stock(size)) for size in self.sizes
        ]

    def get_stock(self, size: str) -> int:
        """Say how many are left; all sizes share one stock if there are no variants."""
        if not self.has_variants:
            return self.stock
        stocks = {variant.size: variant.stock for variant in self.variants.all()}
        return stocks.get(size, 0)


class ProductsInSizes(models.QuerySet):
    def locked(self, pks: Iterable[int]) -> Self:
        """Lock in the order of the keys, so that two checkouts never wait in a ring."""
        variants = Prefetch("variants", Variant.objects.select_for_update())
        products = self.filter(pk__in=pks).order_by("pk").select_for_update()
        return products.prefetch_related(variants)

    def sum_up_variants(self) -> int:
        """Set the stock of products with variants to what their sizes come to."""
        of_product = Variant.objects.filter(product=OuterRef("pk")).order_by()
        sums = of_product.values("product").annotate(sum=Sum("stock")).values("sum")
        with_variants = self.filter(variants__isnull=False)
        return self.model.objects.filter(pk__in=with_variants.values("pk")).update(
            stock=Subquery(sums)
        )
