"""What remains of reviews when an account is erased."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from shop.reviews.models import Review


@transaction.atomic
def erase_words(user: AbstractBaseUser) -> None:
    """Keep the stars, which are the product's; drop words and name, which are hers."""
    reviews = Review.objects.of_user(user)
    reviews.published().update(user=None, author="", title="", text="")
    reviews.delete()
