from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from personalize.enums import UseCase
from personalize.identity import Visitor
from personalize.models import UserIdentity


class ExplainForm(forms.Form):
    """Whose recommendations to explain, and for which use case."""

    use_case = forms.ChoiceField(
        choices=UseCase, initial=UseCase.RECOMMENDED_FOR_YOU, label=_("Use case")
    )
    shopper = forms.CharField(
        required=False,
        max_length=254,
        label=_("Shopper"),
        help_text=_("An e-mail address, or the id of a user or guest."),
    )
    item_id = forms.CharField(
        required=False, max_length=128, label=_("Product"), help_text=_("Its id.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        use_case = cleaned.get("use_case")
        if use_case and UseCase(use_case).needs_item and not cleaned.get("item_id"):
            self.add_error("item_id", _("This use case starts from a product."))
        return cleaned

    def clean_shopper(self) -> Visitor:
        """Turn what was typed into a visitor; an unknown id is a visitor unknown."""
        shopper = self.cleaned_data["shopper"].strip()
        if "@" not in shopper:
            return Visitor(user_id=shopper)
        identity = UserIdentity.objects.of_email(shopper).first()
        if identity is None:
            raise forms.ValidationError(
                _("Nobody with this address has been seen in the shop.")
            )
        return Visitor(user_id=identity.user_id)
