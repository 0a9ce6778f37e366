"""What is asked of orders and their lines."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone

from shop.catalog.models import Product
from shop.orders.statuses import OVER, Status

# What is left of a buyer who was forgotten. The country decided the tax, and stays.
NOBODY = {
    "email": "",
    "full_name": "",
    "street": "",
    "postal_code": "",
    "city": "",
    "visitor": {},
}


class OrderQuerySet(models.QuerySet):
    def of_user(self, user: AbstractBaseUser) -> Self:
        return self.filter(user=user)

    def with_number(self, number: str) -> Self:
        return self.filter(number=number)

    def overdue(self) -> Self:
        """Orders whose time to pay is over."""
        late = self.unpaid().filter(expires_at__lte=timezone.now())
        return late.order_by("expires_at")

    def unpaid(self) -> Self:
        return self.filter(status=Status.PLACED)

    def of_checkout(self, checkout_id: uuid.UUID) -> Self:
        return self.filter(checkout_id=checkout_id)

    def of_buyer(
        self, user: AbstractBaseUser | AnonymousUser, numbers: Collection[str]
    ) -> Self:
        """The account's orders, and those placed without one in this web session."""
        guests = Q(user=None, number__in=numbers)
        return self.filter(guests | Q(user=user) if user.is_authenticated else guests)

    def of_guests(self, emails: Collection[str], numbers: Collection[str] = ()) -> Self:
        """Orders placed without an account, by addresses in small letters."""
        guests = self.annotate(lower_email=Lower("email"))
        guests = guests.filter(user=None, is_to_be_forgotten=False)
        return guests.filter(Q(lower_email__in=emails) | Q(number__in=numbers))

    def over(self) -> Self:
        return self.filter(status__in=OVER)

    def forget_buyers(self) -> None:
        """Drop who it was: at once of what is over, of the rest when it will be."""
        self.update(is_to_be_forgotten=True, visitor={})
        self.over().update(**NOBODY)

    def forget_visitors(self) -> None:
        """Drop whom recommenders would take the buyers for."""
        self.update(visitor={})

    def for_list(self) -> Self:
        return self.prefetch_related("lines__product")


class OrderLineQuerySet(models.QuerySet):
    def for_display(self) -> Self:
        return self.select_related("product")

    def recount_sold(self) -> int:
        """Set how many of each product were sold, after lines were imported."""
        kept = self.exclude(order__status__in=[Status.CANCELLED, Status.REFUNDED])
        of_product = kept.filter(product=OuterRef("pk")).order_by().values("product")
        sold = of_product.annotate(sold=Sum("quantity")).values("sold")
        return Product.objects.update(sold=Coalesce(Subquery(sold), 0))
