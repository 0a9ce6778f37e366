from __future__ import annotations

import secrets
import uuid
from collections.abc import Collection
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from shop.catalog.models import Product
from shop.orders.statuses import Status

# Without letters and digits that are mistaken for each other on the telephone.
NUMBER_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def get_currency() -> str:
    return settings.CURRENCY


def make_number() -> str:
    """Return a random order number: nobody can guess the next one."""
    return "".join(secrets.choice(NUMBER_ALPHABET) for _ in range(12))


class OrderQuerySet(models.QuerySet["Order"]):
    def of_user(self, user: AbstractBaseUser) -> Self:
        return self.filter(user=user)

    def of_checkout(self, checkout_id: uuid.UUID) -> Self:
        return self.filter(checkout_id=checkout_id)

    def of_buyer(
        self, user: AbstractBaseUser | AnonymousUser, numbers: Collection[str]
    ) -> Self:
        """The account's orders, and those placed without one in this web session."""
        guests = Q(user=None, number__in=numbers)
        return self.filter(guests | Q(user=user) if user.is_authenticated else guests)


class Order(models.Model):
    # The address that the next order of the same person starts with.
    ADDRESS_FIELDS = (
        "email",
        "full_name",
        "street",
        "postal_code",
        "city",
        "country",
    )

    Status = Status

    number = models.CharField(max_length=12, unique=True, default=make_number)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="orders",
    )
    # One per checkout form: sending the form twice makes one order.
    checkout_id = models.UUIDField(unique=True, default=uuid.uuid4)
    status = models.CharField(
        max_length=16, choices=Status, default=Status.PLACED, db_index=True
    )
    # The name of one of the shop's payment methods.
    payment_method = models.CharField(max_length=20, default="cod")
    email = models.EmailField()
    full_name = models.CharField(max_length=120)
    street = models.CharField(max_length=200)
    postal_code = models.CharField(max_length=20)
    city = models.CharField(max_length=100)
    # Its code of ISO 3166.
    country = models.CharField(max_length=2)
    currency = models.CharField(max_length=3, default=get_currency)
    # The lines together; with shipping and tax they come to the total.
    goods = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    shipping = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    tax = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    total = models.DecimalField(max_digits=12, decimal_places=2)
    placed_at = models.DateTimeField(default=timezone.now, db_index=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    # An order that is not paid by then is cancelled; empty when it need not be.
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    # Whether its goods are still taken from the stock.
    holds_stock = models.BooleanField(default=True)
    # The language of its e-mails.
    language = models.CharField(max_length=12, blank=True)
    # Who placed it, as those who listen to orders know visitors.
    visitor = models.JSONField(default=dict, blank=True, editable=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at"]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("order-detail", args=[self.number])


class OrderLineQuerySet(models.QuerySet["OrderLine"]):
    def for_display(self) -> Self:
        return self.select_related("product")

    def recount_sold(self) -> int:
        """Set how many of each product were sold, after lines were imported."""
        of_product = self.filter(product=OuterRef("pk")).order_by().values("product")
        sold = of_product.annotate(sold=Sum("quantity")).values("sold")
        return Product.objects.update(sold=Coalesce(Subquery(sold), 0))


class OrderLine(models.Model):
    """A product as it was bought: its name and price are of that day."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT)
    name = models.CharField(max_length=200)
    size = models.CharField(max_length=20, blank=True)
    price = models.DecimalField(max_digits=10, decimal_places=2)
    quantity = models.PositiveIntegerField(default=1)
    recommendation_id = models.CharField(max_length=40, blank=True)

    objects = OrderLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=1), name="order_line_quantity"
            )
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.name}"

    @property
    def total(self) -> Decimal:
        return self.price * self.quantity


class StatusChange(models.Model):
    """A step in the life of an order: when, and by whose hand."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="history")
    status = models.CharField(max_length=16, choices=Status)
    changed_at = models.DateTimeField(default=timezone.now)
    # A member of the staff or the buyer; empty for what happened by itself.
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["changed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.order}: {self.get_status_display()}"
