from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from shop.accounts.signals import account_erased
from shop.reviews.erasing import erase_words
from shop.reviews.models import Review
from shop.reviews.ratings import recount


@receiver([post_save, post_delete], sender=Review)
def renew_rating(instance: Review, raw: bool = False, **kwargs: object) -> None:
    # Fixtures bring the products' ratings with them.
    if not raw:
        recount(instance.product_id)


@receiver(account_erased)
def forget_words(user: AbstractBaseUser, **kwargs: object) -> None:
    erase_words(user)
