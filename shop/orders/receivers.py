from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import AbstractBaseUser
from django.dispatch import receiver
from django.http import HttpRequest

from shop.accounts.signals import account_erased, account_recognized
from shop.orders import sessions
from shop.orders.models import Order


@receiver(account_erased)
def forget_buyer(user: AbstractBaseUser, **kwargs: object) -> None:
    Order.objects.of_user(user).forget_buyers()


@receiver(account_recognized)
def claim_guest_orders(
    request: HttpRequest | None,
    user: AbstractBaseUser,
    emails: Collection[str],
    **kwargs: object,
) -> None:
    numbers = sessions.get_numbers(request) if request else []
    Order.objects.of_guests(emails, numbers).update(user=user)
