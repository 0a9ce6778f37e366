from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.forms.boundfield import BoundWidget
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from shop.accounts.countries import get_choices
from shop.accounts.models import Address
from shop.orders.models import Order
from shop.payments.methods import PaymentMethod, get_methods

AUTOCOMPLETE = {
    "email": "email",
    "full_name": "name",
    "street": "street-address",
    "postal_code": "postal-code",
    "city": "address-level2",
}
NEW_ADDRESS = "new"
# With another country, the order may cost something else.
UPDATES_COSTS = {
    "hx-get": reverse_lazy("checkout-costs"),
    "hx-target": "#costs",
    "hx-include": "[name=address]:checked, [name=country]",
}
# What an address of the account knows of an order's.
SAVED_FIELDS = tuple(name for name in Order.ADDRESS_FIELDS if name != "email")


class CheckoutForm(forms.ModelForm):
    """Where to send the order, how it will be paid, and which order this is."""

    checkout_id = forms.UUIDField(widget=forms.HiddenInput)
    seen_total = forms.DecimalField(
        max_digits=12, decimal_places=2, widget=forms.HiddenInput
    )
    # The key of one of the account's addresses, or NEW_ADDRESS for what is written.
    address = forms.ChoiceField(
        label=_("Address"),
        required=False,
        widget=forms.RadioSelect(attrs=UPDATES_COSTS),
    )
    country = forms.ChoiceField(
        label=_("Country"),
        widget=forms.Select(attrs={"autocomplete": "country"} | UPDATES_COSTS),
    )
    payment_method = forms.ChoiceField(label=_("Payment"), widget=forms.RadioSelect)
    keep_address = forms.BooleanField(
        label=_("Keep this address for the next time"), required=False
    )

    class Meta:
        model = Order
        fields = [*Order.ADDRESS_FIELDS, "payment_method"]
        widgets = {
            name: forms.TextInput(attrs={"autocomplete": token})
            for name, token in AUTOCOMPLETE.items()
        } | {"email": forms.EmailInput(attrs={"autocomplete": "email"})}
        labels = {"email": _("E-mail"), "street": _("Street and number")}

    def __init__(
        self, *args: Any, addresses: Sequence[Address] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.addresses = {str(address.pk): address for address in addresses}
        self.methods = get_methods()
        self.fields["payment_method"].choices = [
            (method.name, method.label) for method in self.methods
        ]
        self.fields["country"].choices = [("", _("Choose a country")), *get_choices()]
        choices = [(key, str(address)) for key, address in self.addresses.items()]
        self.fields["address"].choices = [*choices, (NEW_ADDRESS, _("Another address"))]
        if self.saved_address:
            self._leave_address_open()

    @property
    def saved_address(self) -> Address | None:
        """The address of the account that is chosen, if one is."""
        return self.addresses.get(self["address"].value() or "")

    @property
    def chosen_country(self) -> str:
        """Where the order goes as far as one can tell, also before all is filled in."""
        saved = self.saved_address
        country = saved.country if saved else self["country"].value() or ""
        return country if country in dict(self.fields["country"].choices) else ""

    @property
    def payment_options(self) -> list[tuple[BoundWidget, PaymentMethod]]:
        return list(zip(self["payment_method"], self.methods, strict=True))

    def clean(self) -> None:
        super().clean()
        if any(field.errors for field in self.hidden_fields()):
            self.add_error(None, _("This page is too old. Please open it again."))
        if saved := self.saved_address:
            self.cleaned_data |= {name: getattr(saved, name) for name in SAVED_FIELDS}

    def get_order(self, user: AbstractBaseUser | AnonymousUser) -> Order:
        """Return the order that is wanted, unsaved and still without lines."""
        order = self.save(commit=False)
        order.user = user if user.is_authenticated else None
        order.checkout_id = self.cleaned_data["checkout_id"]
        order.total = self.cleaned_data["seen_total"]
        return order

    def _leave_address_open(self) -> None:
        for name in SAVED_FIELDS:
            self.fields[name].required = False
