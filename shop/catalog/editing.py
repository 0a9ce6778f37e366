"""Forms in which staff edit products, while shoppers go on buying them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from shop.catalog.models import Category, Variant

DEAREST_CHANGE = 500
CHEAPEST_CHANGE = -95


class SizesField(forms.CharField):
    """A list of short texts, written with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        sizes = [size.strip() for size in super().to_python(value).split(",")]
        return list(dict.fromkeys(filter(None, sizes)))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(data) != (initial or [])


class ProductForm(forms.ModelForm):
    sizes = SizesField(required=False, help_text=_("As in: S, M, L"))


class ProductRowForm(forms.ModelForm):
    """A row of the list."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.has_variants:
            # It is their sum, and counted where they are.
            self.fields["stock"].disabled = True


class StockRowForm(ProductRowForm):
    """A row for those who count, and do not say what things cost."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("price", "is_published"):
            self.fields[name].disabled = True


class VariantForm(forms.ModelForm):
    class Meta:
        model = Variant
        fields = ["size", "stock"]

    def save(self, commit: bool = True) -> Variant:
        """Write what was changed alone: what was sold meanwhile stays sold."""
        if not commit or self.instance._state.adding:
            return super().save(commit)
        changed = set(self.changed_data) & set(self._meta.fields or ())
        self.instance.save(update_fields=changed)
        return self.instance


class PriceChangeForm(forms.Form):
    percent = forms.DecimalField(
        min_value=CHEAPEST_CHANGE,
        max_value=DEAREST_CHANGE,
        decimal_places=2,
        help_text=_("-20 makes everything a fifth cheaper."),
    )

    def clean_percent(self) -> Decimal:
        percent: Decimal = self.cleaned_data["percent"]
        if not percent:
            raise ValidationError(_("By 0 % nothing would change."))
        return percent


class CategoryChangeForm(forms.Form):
    category = forms.ModelChoiceField(Category.objects.with_family())
