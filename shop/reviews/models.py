from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Avg, Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shop.catalog.models import Product

LEAST, MOST = 1, 5
MAX_TITLE, MAX_TEXT = 120, 4000


class Status(models.TextChoices):
    PENDING = "pending", _("Waiting to be read")
    PUBLISHED = "published", _("Published")
    REJECTED = "rejected", _("Rejected")


class ReviewQuerySet(models.QuerySet["Review"]):
    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def pending(self) -> Self:
        return self.filter(status=Status.PENDING)

    def of_product(self, product: Product) -> Self:
        return self.filter(product=product)

    def of_user(self, user: AbstractBaseUser) -> Self:
        return self.filter(user=user)

    def for_display(self) -> Self:
        return self.select_related("product__category")

    def count_by_rating(self) -> dict[int, int]:
        """Return how many reviews give each rating, the best first, zeros included."""
        rows = self.order_by().values_list("rating").annotate(Count("pk"))
        counts = dict(rows)
        return {rating: counts.get(rating, 0) for rating in range(MOST, LEAST - 1, -1)}

    def summarize(self) -> dict[str, float | int | None]:
        return self.aggregate(average=Avg("rating"), number=Count("pk"))


class Review(models.Model):
    """What somebody who bought a product says about it."""

    Status = Status

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="reviews"
    )
    # Empty once the account is erased: the stars stay, without a word or a name.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reviews",
    )
    # As it is shown: a first name and an initial, of the day it was written.
    author = models.CharField(max_length=60, blank=True)
    rating = models.PositiveSmallIntegerField(
        validators=[MinValueValidator(LEAST), MaxValueValidator(MOST)]
    )
    title = models.CharField(max_length=MAX_TITLE, blank=True)
    text = models.TextField(max_length=MAX_TEXT, blank=True)
    status = models.CharField(
        max_length=10, choices=Status, default=Status.PENDING, db_index=True
    )
    written_at = models.DateTimeField(default=timezone.now)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["product", "status", "-written_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["product", "user"], name="reviews_review_once"
            ),
            models.CheckConstraint(
                condition=Q(rating__gte=LEAST, rating__lte=MOST),
                name="reviews_review_rating",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product}: {self.rating}"

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED
