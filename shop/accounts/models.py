from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """The shop's account; shoppers log in with their e-mail address."""

    class Meta(AbstractUser.Meta):
        constraints = [
            # However two people who register at once write it. Servers' accounts
            # may have none.
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="accounts_user_email",
                violation_error_message=_("This e-mail address has an account."),
            )
        ]
