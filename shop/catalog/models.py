from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify

from shop.catalog.facets import Facets
from shop.catalog.levels import StockLevels
from shop.catalog.listed import ListedProducts
from shop.catalog.searches import SearchCount, SynonymGroup
from shop.catalog.variants import (
    InSizes,
    ProductsInSizes,
    SizeChoice,
    Variant,
    validate_sizes,
)
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
    "validate_sizes",
]

# What an article number may hold, since it is a part of addresses.
SKU_REGEX = r"[A-Za-z0-9_.:-]+"


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


class ProductQuerySet(ListedProducts, ProductsInSizes, StockLevels):
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


class Product(InSizes):
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
    # Of the published reviews, kept by them.
    rating = models.DecimalField(
        max_digits=3, decimal_places=2, null=True, blank=True, editable=False
    )
    num_reviews = models.PositiveIntegerField(default=0, editable=False)
    # How many were ever ordered, kept by the checkout: what "best selling" sorts by.
    sold = models.PositiveIntegerField(default=0, db_index=True, editable=False)
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
