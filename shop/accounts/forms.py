from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.internal.flows.signup import prevent_enumeration
from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from shop.accounts.countries import get_choices
from shop.accounts.models import Address, User

AUTOCOMPLETE = {
    "full_name": "name",
    "street": "street-address",
    "postal_code": "postal-code",
    "city": "address-level2",
}


class SignupForm(allauth_forms.SignupForm):
    def try_save(
        self, request: HttpRequest
    ) -> tuple[AbstractBaseUser | None, HttpResponse | None]:
        """Make the account; of two requests at once, only the first makes one."""
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            return None, prevent_enumeration(request, self.cleaned_data["email"])


def get_countries() -> list[tuple[str, Any]]:
    return [("", _("Choose a country")), *get_choices()]


class AddressForm(forms.ModelForm):
    country = forms.ChoiceField(
        label=_("Country"),
        choices=get_countries,
        widget=forms.Select(attrs={"autocomplete": "country"}),
    )

    class Meta:
        model = Address
        fields = ["full_name", "street", "postal_code", "city", "country", "is_default"]
        widgets = {
            name: forms.TextInput(attrs={"autocomplete": token})
            for name, token in AUTOCOMPLETE.items()
        }
        labels = {"is_default": _("Propose this address first")}


class NameForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["first_name", "last_name"]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }


class ErasureForm(forms.Form):
    """The end of an account, by whoever knows its password."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, user: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password
