"""Who has bought what, and so may speak of it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q

from shop.catalog.models import Product
from shop.orders.models import Order, OrderLine

Status = Order.Status
# Cash has been paid when the parcel is delivered, anything else before it is packed.
BOUGHT = Q(order__status__in=(Status.PAID, Status.DELIVERED)) | Q(
    order__status__in=(Status.PACKED, Status.SHIPPED), order__paid_at__isnull=False
)


def find_purchase(user: AbstractBaseUser, product: Product) -> OrderLine | None:
    """Return the account's latest purchase of a product that is paid or delivered."""
    bought = OrderLine.objects.filter(BOUGHT, order__user=user, product=product)
    return bought.select_related("order").order_by("-order__placed_at").first()


def get_purchases() -> set[tuple[int, int]]:
    """Return who has bought what, as keys of accounts and products."""
    bought = OrderLine.objects.filter(BOUGHT).order_by()
    return set(bought.values_list("order__user_id", "product_id"))
