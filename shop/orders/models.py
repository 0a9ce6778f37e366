from __future__ import annotations

import secrets
import uuid
from decimal import Decimal

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from shop.accounts.countries import get_name
from shop.catalog.models import Product
from shop.orders import links
from shop.orders.queries import NOBODY, OrderLineQuerySet, OrderQuerySet
from shop.orders.statuses import REVOCABLE, Status

__all__ = ["Order", "OrderLine", "OrderQuerySet", "StatusChange"]

# Without letters and digits that are mistaken for each other on the telephone.
NUMBER_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def get_currency() -> str:
    return settings.CURRENCY


def make_number() -> str:
    """Return a random order number: nobody can guess the next one."""
    return "".join(secrets.choice(NUMBER_ALPHABET) for _ in range(12))


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
    # Since when the shop can count on it: it is paid, or will be on delivery.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    # Its money is to go back: nothing else is done with it any more.
    is_being_refunded = models.BooleanField(default=False, editable=False)
    # An order that is not paid by then is cancelled; empty when it need not be.
    expires_at = models.DateTimeField(null=True, blank=True, db_index=True)
    # Whether its goods are still taken from the stock.
    holds_stock = models.BooleanField(default=True)
    # The language of its e-mails.
    language = models.CharField(max_length=12, blank=True)
    # Who placed it, as those who listen to orders know visitors.
    visitor = models.JSONField(default=dict, blank=True, editable=False)
    # Where it was placed, for the links in its e-mails.
    site_url = models.CharField(max_length=200, blank=True, editable=False)
    # The account was erased: what is personal goes as soon as the order is over.
    is_to_be_forgotten = models.BooleanField(default=False, editable=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_at"]
        indexes = [
            # Asked for at every login.
            models.Index(
                Lower("email"),
                condition=Q(user=None),
                name="orders_order_email_of_guest",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="orders_order_status"
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("order-detail", args=[self.number])

    def get_page(self, user: AbstractBaseUser | AnonymousUser) -> str:
        """Return where this buyer finds the order again."""
        is_own = user.is_authenticated and user.pk == self.user_id
        return self.get_absolute_url() if is_own else self.link_path

    @property
    def link(self) -> str:
        """An address for e-mails."""
        return f"{self.shop_url}{self.link_path}"

    @property
    def link_path(self) -> str:
        """An address that opens without an account."""
        return reverse("order-link", args=[self.number, self.key])

    @property
    def key(self) -> str:
        return links.make_key(self.number)

    @property
    def country_name(self) -> str:
        return get_name(self.country)

    @property
    def shop_url(self) -> str:
        return settings.SITE_URL or self.site_url

    @property
    def is_overdue(self) -> bool:
        is_waiting = self.status == Status.PLACED and self.expires_at
        return bool(is_waiting and self.expires_at <= timezone.now())

    @property
    def is_revocable(self) -> bool:
        """Whether its buyer may still cancel it."""
        return self.status in REVOCABLE and not self.is_being_refunded

    @property
    def is_forgotten(self) -> bool:
        """Whether nothing personal is left of it."""
        return not self.email

    def forget_buyer(self) -> None:
        """Keep the books, and drop who it was."""
        for name, nothing in NOBODY.items():
            setattr(self, name, nothing)
        self.save(update_fields=NOBODY)

    def hold_for_refund(self, is_held: bool) -> None:
        """Keep a paid order from being packed while its money goes back."""
        self.is_being_refunded = is_held and self.paid_at is not None
        self.save(update_fields=["is_being_refunded"])

    def lock(self) -> None:
        """Read the order as it is now; it changes no more in this transaction."""
        self.refresh_from_db(from_queryset=Order.objects.select_for_update())


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
