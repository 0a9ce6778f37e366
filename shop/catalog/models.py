from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import (
    Exists,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
)
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from shop.catalog.facets import Facets
from shop.catalog.levels import StockLevels
from shop.catalog.listed import ListedProducts
from shop.catalog.searches import SearchCount, SynonymGroup
from shop.media.fields import PictureField

__all__ = [
    "Category",
    "Facets",
    "Product",
    "ProductPicture",
    "ProductQuerySet",
    "SearchCount",
    "SizeChoice",
    "SynonymGroup",
    "Variant",
]

# What an article number may hold, since it is a part of addresses.
SKU_REGEX = r"[A-Za-z0-9_.:-]+"

MAX_SIZE_LENGTH = 20


def validate_sizes(sizes: object) -> None:
    are_names = isinstance(sizes, list) and all(isinstance(size, str) for size in sizes)
    if not are_names or any(len(size) > MAX_SIZE_LENGTH for size in sizes):
        raise ValidationError(
            _('Sizes are a list of short texts, such as ["S", "M", "L"].')
        )


class CategoryQuerySet(models.QuerySet["Category"]):
    def roots(self) -> Self:
        return self.filter(parent=None)

    def with_children(self) -> Self:
        return self.roots().prefetch_related("children")

    def with_family(self) -> Self:
        return self.select_related("parent").prefetch_related("children")


class Category(models.Model):
    """One of two levels: a department, or a category in one."""

    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.TextField(blank=True)

    objects = CategoryQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("category", args=[self.slug])

    @property
    def breadcrumbs(self) -> list[Category]:
        """The way from the top to this category."""
        return [self.parent, self] if self.parent else [self]

    @property
    def family_ids(self) -> list[int]:
        """Its own key and those of the categories below it."""
        return [self.pk, *(child.pk for child in self.children.all())]


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeChoice:
    size: str
    stock: int


class ProductQuerySet(ListedProducts, StockLevels):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def available(self) -> Self:
        return self.published().filter(stock__gt=0)

    def in_category(self, category: Category) -> Self:
        """Products of the category itself and of the categories below it."""
        return self.of_categories(category.family_ids)

    def for_cards(self) -> Self:
        """What a list of products shows, without a query per product."""
        return self.select_related("category").defer("description")

    def with_category(self) -> Self:
        return self.select_related("category__parent")

    def for_page(self) -> Self:
        """What a product's own page shows; most have no further pictures to be read."""
        pictures = ProductPicture.objects.filter(product=OuterRef("pk"))
        return self.with_category().annotate(has_pictures=Exists(pictures))

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

    def locked_weakly(self) -> Self:
        """Lock for a change of what nobody refers to: others may refer meanwhile."""
        return self.only("pk").select_for_update(no_key=True)

    def with_skus(self, skus: Iterable[str]) -> Self:
        return self.filter(sku__in=skus)

    def known_skus(self, skus: Iterable[str]) -> set[str]:
        return set(self.filter(sku__in=skus).values_list("sku", flat=True))

    def newest(self) -> Self:
        return self.order_by("-created_at", "-pk")

    def best_selling(self) -> Self:
        return self.order_by("-sold", "-pk")


def listed_index(name: str, *fields: str) -> models.Index:
    condition = Q(is_published=True)
    return models.Index(
        fields=fields, condition=condition, name=f"catalog_product_{name}"
    )


class Product(models.Model):
    """Something the shop sells."""

    # Also the item's id in events and at Amazon, so it never changes.
    sku = models.CharField(
        max_length=64,
        unique=True,
        validators=[RegexValidator(rf"^{SKU_REGEX}\Z")],
    )
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, blank=True)
    description = models.TextField(blank=True)
    brand = models.CharField(max_length=80, blank=True, db_index=True)
    category = models.ForeignKey(
        Category, on_delete=models.PROTECT, related_name="products"
    )
    price = models.DecimalField(
        max_digits=10, decimal_places=2, validators=[MinValueValidator(0)]
    )
    # Of all sizes together.
    stock = models.PositiveIntegerField(default=0)
    # Of the published reviews, kept by them.
    rating = models.DecimalField(
        max_digits=3, decimal_places=2, null=True, blank=True, editable=False
    )
    num_reviews = models.PositiveIntegerField(default=0, editable=False)
    # How many were ever ordered, kept by the checkout: what "best selling" sorts by.
    sold = models.PositiveIntegerField(default=0, db_index=True, editable=False)
    sizes = models.JSONField(default=list, blank=True, validators=[validate_sizes])
    picture = PictureField(upload_to="products", blank=True)
    is_published = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        # Each order of a category's list, and those of all products that have none.
        indexes = [
            listed_index("newest", "category", "-created_at", "-id"),
            listed_index("cheapest", "category", "price", "id"),
            listed_index("names", "category", "name", "id"),
            listed_index("sold", "category", "-sold", "-id"),
            listed_index("all_prices", "price", "id"),
            listed_index("all_names", "name", "id"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(price__gte=0), name="catalog_product_price_not_negative"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        self.slug = self.slug or slugify(self.name)[:200] or "product"
        super().save(**kwargs)

    def get_absolute_url(self) -> str:
        return reverse("product", args=[self.sku, self.slug])

    @property
    def is_available(self) -> bool:
        return self.is_published and self.stock > 0

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


class Variant(models.Model):
    """How many of one size there are; without variants all sizes share the stock."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="variants"
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


class ProductPicture(models.Model):
    """A further picture of a product, beside the one on its card."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="pictures"
    )
    picture = PictureField(upload_to="products")
    # What it shows, for those who cannot see it.
    description = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.description or f"Picture of {self.product}"
