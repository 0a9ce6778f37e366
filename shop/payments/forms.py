from __future__ import annotations

from django import forms

from shop.payments.methods import get_methods


class MethodForm(forms.Form):
    method = forms.ChoiceField(choices=[], widget=forms.RadioSelect)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        choices = [(method.name, method.label) for method in get_methods()]
        self.fields["method"].choices = choices
