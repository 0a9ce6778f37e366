from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from shop.accounts.signals import account_erased
from shop.wishlist.models import Wish
from shop.wishlist.wishes import keep_remembered


@receiver(user_logged_in)
def keep_wishes(request: HttpRequest | None, **kwargs: object) -> None:
    # Some log people in without a request; those have wished for nothing.
    if request is not None:
        keep_remembered(request)


@receiver(account_erased)
def forget_wishes(user: AbstractBaseUser, **kwargs: object) -> None:
    Wish.objects.of_user(user).delete()
