from __future__ import annotations

from django import forms


class WishForm(forms.Form):
    """What a heart sends: of which product, and whether it is wished for now."""

    sku = forms.CharField(max_length=64)
    wished = forms.BooleanField(required=False)
