from __future__ import annotations

from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django_filters import (
    BooleanFilter,
    ChoiceFilter,
    FilterSet,
    MultipleChoiceFilter,
    NumberFilter,
)

from shop.catalog.models import Facets, ProductQuerySet

ORDERINGS = {
    "newest": ["-created_at", "-pk"],
    "price": ["price", "pk"],
    "-price": ["-price", "pk"],
    "name": ["name", "pk"],
    "best-selling": ["-sold", "-pk"],
}
SORTS = [
    ("newest", _("Newest first")),
    ("price", _("Price: low to high")),
    ("-price", _("Price: high to low")),
    ("name", _("Name")),
    ("best-selling", _("Best selling")),
]
# Only a search knows how well a product fits.
RELEVANCE = ("relevance", _("Best match"))


def price_filter(label: str, lookup: str) -> NumberFilter:
    """Bounded like the column: the database refuses to compare longer numbers."""
    return NumberFilter(
        field_name="price",
        lookup_expr=lookup,
        label=label,
        min_value=Decimal(0),
        max_digits=10,
        decimal_places=2,
    )


class ProductFilter(FilterSet):
    """The choices of a list of products; those that make no sense change nothing."""

    price_min = price_filter(_("Price from"), "gte")
    price_max = price_filter(_("Price to"), "lte")
    brand = MultipleChoiceFilter(
        label=_("Brand"), distinct=False, widget=forms.CheckboxSelectMultiple
    )
    available = BooleanFilter(
        label=_("In stock"), method="only_available", widget=forms.CheckboxInput
    )
    sort = ChoiceFilter(
        label=_("Sort by"), choices=SORTS, method="order", empty_label=None
    )

    def __init__(
        self, data: QueryDict, products: ProductQuerySet, *, facets: Facets
    ) -> None:
        super().__init__(data, products)
        self.filters["brand"].extra["choices"] = [
            (name, f"{name} ({count})") for name, count in facets.brands
        ]

    @property
    def sort_value(self) -> str:
        """The order the products are in: the one asked for, if there is such a one."""
        self.is_valid()
        return self.form.cleaned_data.get("sort") or self.sorts[0][0]

    @property
    def sorts(self) -> list[tuple[str, str]]:
        return self.filters["sort"].extra["choices"]

    def only_available(
        self, products: ProductQuerySet, name: str, value: bool | None
    ) -> ProductQuerySet:
        return products.available() if value else products

    def order(
        self, products: ProductQuerySet, name: str, value: str
    ) -> ProductQuerySet:
        return products.order_by(*ORDERINGS[value])


class SearchFilter(ProductFilter):
    """The same for found products, which come in the order of their relevance."""

    sort = ChoiceFilter(
        label=_("Sort by"),
        choices=[RELEVANCE, *SORTS],
        method="order",
        empty_label=None,
    )

    def order(
        self, products: ProductQuerySet, name: str, value: str
    ) -> ProductQuerySet:
        return (
            products if value == "relevance" else super().order(products, name, value)
        )
