from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from django import forms
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import (
    BooleanFilter,
    ChoiceFilter,
    FilterSet,
    MultipleChoiceFilter,
    NumberFilter,
    TypedChoiceFilter,
)

from shop.catalog.facets import RATINGS, Choice, Facets
from shop.catalog.models import ProductQuerySet
from shop.catalog.navigation import get_categories

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
# Offered to those of whom enough is known. Who asks for it all the same gets the order
# that the products are in.
FOR_YOU = ("for-you", _("For you"))


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


def get_category_choices() -> list[tuple[str, str]]:
    return [(category.slug, category.name) for category in get_categories().values()]


def get_category_ids(slugs: Collection[str]) -> list[int]:
    if not slugs:
        return []
    wanted = set(slugs)
    return [pk for pk, category in get_categories().items() if category.slug in wanted]


class ProductFilter(FilterSet):
    """The choices of a list of products; those that make no sense change nothing."""

    min_price = price_filter(_("Price from"), "gte")
    max_price = price_filter(_("Price to"), "lte")
    brand = MultipleChoiceFilter(
        label=_("Brand"), distinct=False, widget=forms.CheckboxSelectMultiple
    )
    category = MultipleChoiceFilter(
        label=_("Category"),
        method="only_categories",
        widget=forms.CheckboxSelectMultiple,
    )
    rating = TypedChoiceFilter(
        label=_("Rating"),
        choices=[(stars, str(stars)) for stars in RATINGS],
        coerce=int,
        field_name="rating",
        lookup_expr="gte",
    )
    available = BooleanFilter(
        label=_("In stock"), method="only_available", widget=forms.CheckboxInput
    )
    sort = ChoiceFilter(
        label=_("Sort by"),
        choices=[*SORTS, FOR_YOU],
        method="order",
        empty_label=None,
    )

    def __init__(
        self,
        data: QueryDict,
        products: ProductQuerySet,
        *,
        facets: Facets,
        offers_for_you: bool = False,
    ) -> None:
        super().__init__(data, products)
        self.offers_for_you = offers_for_you
        self.filters["brand"].extra["choices"] = [
            (name, name) for name in self._get_brands(data, facets)
        ]
        # Called only when there is something to be looked up.
        self.filters["category"].extra["choices"] = get_category_choices

    @cached_property
    def choice(self) -> Choice:
        """What was chosen and makes sense."""
        self.is_valid()
        chosen = self.form.cleaned_data
        return Choice(
            brands=frozenset(chosen.get("brand") or ()),
            category_ids=frozenset(get_category_ids(chosen.get("category") or ())),
            min_price=chosen.get("min_price"),
            max_price=chosen.get("max_price"),
            is_available=bool(chosen.get("available")),
            rating=chosen.get("rating") or None,
        )

    @property
    def sort_value(self) -> str:
        """The order the products are in: the one asked for, if there is such a one."""
        self.is_valid()
        chosen = self.form.cleaned_data.get("sort")
        return chosen if chosen in dict(self.sorts) else self.sorts[0][0]

    @property
    def sorts(self) -> list[tuple[str, str]]:
        sorts: list[tuple[str, str]] = self.filters["sort"].extra["choices"]
        return [each for each in sorts if self.offers_for_you or each != FOR_YOU]

    @property
    def is_for_you(self) -> bool:
        return self.sort_value == FOR_YOU[0]

    def only_categories(
        self, products: ProductQuerySet, name: str, value: list[str]
    ) -> ProductQuerySet:
        return products.of_categories(get_category_ids(value)) if value else products

    def only_available(
        self, products: ProductQuerySet, name: str, value: bool | None
    ) -> ProductQuerySet:
        return products.available() if value else products

    def order(
        self, products: ProductQuerySet, name: str, value: str
    ) -> ProductQuerySet:
        return products.order_by(*ORDERINGS[value]) if value in ORDERINGS else products

    def _get_brands(self, data: QueryDict, facets: Facets) -> list[str]:
        if facets.is_complete:
            return facets.known_brands
        # A list too long to be counted may have brands that were not seen.
        asked = [name for name in data.getlist("brand") if name.isprintable()]
        return [*facets.known_brands, *asked]


class SearchFilter(ProductFilter):
    """The same for found products, which come in the order of their relevance."""

    sort = ChoiceFilter(
        label=_("Sort by"),
        choices=[RELEVANCE, *SORTS, FOR_YOU],
        method="order",
        empty_label=None,
    )
