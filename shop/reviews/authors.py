"""The name below a review: enough for readers, too little to find anybody by."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser

MAX_FIRST_NAME = 50


def get_author(user: AbstractBaseUser, full_name: str) -> str:
    """Shorten the account's name, or else the one on the parcel: "Anna A."."""
    words = (user.get_full_name() or full_name).split()
    if not words:
        return ""
    initial = f" {words[-1][0].upper()}." if len(words) > 1 else ""
    return f"{words[0][:MAX_FIRST_NAME]}{initial}"
