from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from shop.cart.carts import merge_guest_cart


@receiver(user_logged_in)
def keep_guest_cart(
    request: HttpRequest | None, user: AbstractBaseUser, **kwargs: object
) -> None:
    # Some log people in without a request; those have no cart in hand.
    if request is not None:
        merge_guest_cart(request, user)
