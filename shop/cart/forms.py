from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from shop.cart.models import MAX_QUANTITY

QUANTITY_MESSAGE = _("Please choose a quantity between %(least)s and %(most)s.")


def quantity_field(least: int, *, required: bool) -> forms.IntegerField:
    message = QUANTITY_MESSAGE % {"least": least, "most": MAX_QUANTITY}
    kinds = ("required", "invalid", "min_value", "max_value")
    return forms.IntegerField(
        min_value=least,
        max_value=MAX_QUANTITY,
        required=required,
        error_messages=dict.fromkeys(kinds, message),
    )


class AddForm(forms.Form):
    """What a button "add to cart" sends, wherever it stands."""

    sku = forms.CharField(max_length=64)
    quantity = quantity_field(1, required=False)
    size = forms.CharField(max_length=20, required=False)
    recommendation_id = forms.CharField(max_length=40, required=False)

    def clean_quantity(self) -> int:
        return self.cleaned_data["quantity"] or 1


class QuantityForm(forms.Form):
    quantity = quantity_field(0, required=True)
