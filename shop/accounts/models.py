from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from shop.accounts.countries import get_name, validate_country


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


class AddressQuerySet(models.QuerySet["Address"]):
    def of_user(self, user: AbstractBaseUser) -> Self:
        return self.filter(user=user)

    def default(self) -> Self:
        return self.filter(is_default=True)


class Address(models.Model):
    """Where a shopper may have things sent; one of them is proposed first."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="addresses"
    )
    full_name = models.CharField(_("full name"), max_length=120)
    street = models.CharField(_("street and number"), max_length=200)
    postal_code = models.CharField(_("postal code"), max_length=20)
    city = models.CharField(_("city"), max_length=100)
    # Its code of ISO 3166.
    country = models.CharField(
        _("country"), max_length=2, validators=[validate_country]
    )
    is_default = models.BooleanField(_("default address"), default=False)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ["-is_default", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(is_default=True),
                name="accounts_address_default",
            )
        ]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.street}, {self.city}"

    @property
    def country_name(self) -> str:
        return get_name(self.country)
