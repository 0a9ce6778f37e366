from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.dispatch import receiver

from shop.accounts.signals import account_erased, account_recognized
from shop.orders.models import Order


@receiver(account_erased)
def forget_buyer(user: AbstractBaseUser, **kwargs: object) -> None:
    Order.objects.of_user(user).forget_buyers()


@receiver(account_recognized)
def claim_guest_orders(
    user: AbstractBaseUser, emails: Collection[str], **kwargs: object
) -> None:
    Order.objects.of_guests(emails).update(user=user)
