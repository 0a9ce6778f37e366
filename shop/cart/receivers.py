from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from shop.cart.carts import merge_guest_cart


@receiver(user_logged_in)
def keep_guest_cart(
    request: HttpRequest, user: AbstractBaseUser, **kwargs: object
) -> None:
    merge_guest_cart(request, user)
