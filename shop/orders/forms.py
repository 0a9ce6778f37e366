from __future__ import annotations

from django import forms
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext_lazy as _

from shop.orders.models import Order

AUTOCOMPLETE = {
    "email": "email",
    "full_name": "name",
    "street": "street-address",
    "postal_code": "postal-code",
    "city": "address-level2",
    "country": "country-name",
}


class CheckoutForm(forms.ModelForm):
    """Where to send the order, and which order this is."""

    checkout_id = forms.UUIDField(widget=forms.HiddenInput)
    seen_total = forms.DecimalField(
        max_digits=12, decimal_places=2, widget=forms.HiddenInput
    )

    class Meta:
        model = Order
        fields = Order.ADDRESS_FIELDS
        widgets = {
            name: forms.TextInput(attrs={"autocomplete": token})
            for name, token in AUTOCOMPLETE.items()
        } | {"email": forms.EmailInput(attrs={"autocomplete": "email"})}
        labels = {"email": _("E-mail"), "street": _("Street and number")}

    def clean(self) -> None:
        super().clean()
        if any(field.errors for field in self.hidden_fields()):
            self.add_error(None, _("This page is too old. Please open it again."))

    def get_order(self, user: AbstractBaseUser | AnonymousUser) -> Order:
        """Return the order that is wanted, unsaved and still without lines."""
        order = self.save(commit=False)
        order.user = user if user.is_authenticated else None
        order.checkout_id = self.cleaned_data["checkout_id"]
        order.total = self.cleaned_data["seen_total"]
        return order
