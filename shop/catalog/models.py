from __future__ import annotations

from typing import Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify


class CategoryQuerySet(models.QuerySet["Category"]):
    def roots(self) -> Self:
        return self.filter(parent=None)

    def with_children(self) -> Self:
        return self.roots().prefetch_related("children")


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


class ProductQuerySet(models.QuerySet["Product"]):
    def published(self) -> Self:
        return self.filter(is_published=True)

    def available(self) -> Self:
        return self.published().filter(stock__gt=0)

    def in_category(self, category: Category) -> Self:
        """Products of the category itself and of the categories below it."""
        return self.filter(Q(category=category) | Q(category__parent=category))

    def for_cards(self) -> Self:
        """What a list of products shows, without a query per product."""
        return self.select_related("category").defer("description")


class Product(models.Model):
    """Something the shop sells."""

    # Also the item's id in events and at Amazon, so it never changes.
    sku = models.CharField(max_length=64, unique=True)
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
    stock = models.PositiveIntegerField(default=0)
    sizes = models.JSONField(default=list, blank=True)
    picture = models.ImageField(upload_to="products", blank=True)
    is_published = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    objects = ProductQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["category", "-created_at"])]
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
