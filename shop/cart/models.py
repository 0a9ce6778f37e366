from __future__ import annotations

import secrets
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from shop.catalog.models import Product
from shop.catalog.stock import find_shortage

MAX_QUANTITY = 99


def make_token() -> str:
    return secrets.token_urlsafe(32)


class CartQuerySet(models.QuerySet["Cart"]):
    def of_guest(self, token: str) -> Self:
        return self.filter(user=None, token=token) if token else self.none()

    def of_visitor(self, user: AbstractBaseUser | AnonymousUser, token: str) -> Self:
        return self.filter(user=user) if user.is_authenticated else self.of_guest(token)


class Cart(models.Model):
    """What somebody means to buy: a guest's (found by its token) or an account's."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE
    )
    # Random, kept in the guest's web session.
    token = models.CharField(max_length=43, unique=True, default=make_token)
    updated_at = models.DateTimeField(auto_now=True)

    objects = CartQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Cart {self.pk}"


class CartLineQuerySet(models.QuerySet["CartLine"]):
    def in_carts(self, carts: CartQuerySet) -> Self:
        return self.filter(cart__in=carts)

    def of_product(self, product: Product) -> Self:
        return self.filter(product=product)

    def for_display(self) -> Self:
        return self.select_related("cart", "product__category")


class CartLine(models.Model):
    cart = models.ForeignKey(Cart, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    size = models.CharField(max_length=20, blank=True)
    quantity = models.PositiveIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(MAX_QUANTITY)]
    )
    # Of the block from which the product was added, for the Purchase event.
    recommendation_id = models.CharField(max_length=40, blank=True)

    objects = CartLineQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["cart", "product", "size"], name="cart_line_once"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY),
                name="cart_line_quantity",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.product}"

    @property
    def total(self) -> Decimal:
        return self.product.price * self.quantity

    @property
    def problem(self) -> str:
        """Why this line cannot be bought as it is, in words for the shopper."""
        return find_shortage(self.product, self.quantity, size=self.size)
