from __future__ import annotations

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """The shop's account; shoppers log in with their e-mail address."""
