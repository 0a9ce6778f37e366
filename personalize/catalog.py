"""What can be recommended: the one class a shop must write."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.core.signals import setting_changed
from django.db.models import CharField, Exists, Model, OuterRef, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.module_loading import import_string

from personalize.conf import conf
from personalize.engine.features import ANYTHING, ItemFilter, ItemRow
from personalize.item_fields import ItemDescription, ItemFields


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRecord:
    """What a file says of an item; empty where it says nothing."""

    item_id: str
    name: str = ""
    price: Decimal | None = None
    category: str = ""


class Catalog:
    """Describe a shop's items to this app. Only get_queryset() must be written."""

    # The field whose value, as a string, is an item's id everywhere: events, URLs,
    # exports, Amazon. Once events exist it cannot change.
    item_id_field = "pk"
    # Fields that the popular backend orders and groups by, when the shop has them.
    category_field = ""
    created_field = ""
    # The field of the price, for filters and the value of what API clients report.
    price_field = ""
    # Fields with the names of an item's categories, the most specific last, by which
    # lists are narrowed: ("category__parent__slug", "category__slug"). Without any it
    # is the value of category_field.
    category_path: tuple[str, ...] = ()
    # What makes items alike: the words of these fields, or of str(item), and the brand.
    # The first of them is an item's name, the others describe it.
    text_fields: tuple[str, ...] = ()
    brand_field = ""
    # Further columns of the Users dataset, such as ("REGION",): see get_user_bands().
    user_columns: tuple[str, ...] = ()

    def get_queryset(self) -> QuerySet[Any]:
        """Return the items that may be recommended now: published and in stock."""
        raise NotImplementedError(f"{type(self).__name__} must write get_queryset().")

    def get_item_id(self, item: Model) -> str:
        return str(getattr(item, self.item_id_field))

    def get_category_name(self, item: Model) -> str:
        """Say in which category an item is; empty where that would cost a query."""
        loaded = vars(item) | item._state.fields_cache
        return str(loaded.get(self.category_field) or "")

    def get_features(self) -> Iterator[ItemRow]:
        """Describe the items with a page to the engine, in any order, as a stream."""
        return self._fields.describe(self.get_visible())

    def get_descriptions(
        self, item_ids: Iterable[str] | None = None
    ) -> Iterator[ItemDescription]:
        """Describe those with a page to Amazon, all as a stream or those named."""
        items = self.get_visible()
        available = self.get_queryset().order_by().filter(pk=OuterRef("pk"))
        if item_ids is not None:
            items = self._among(items, item_ids)
        return self._fields.describe_each(items.annotate(is_in_stock=Exists(available)))

    def get_user_bands(
        self, user_ids: Sequence[str]
    ) -> Mapping[str, Mapping[str, str]]:
        """Tell the user_columns of these u_ ids: {"u_…": {"REGION": "north"}}.

        Bands that many share, never what a person could be known by.
        """
        return {}

    def narrow(self, items: QuerySet[Any], where: ItemFilter) -> QuerySet[Any]:
        """Keep the items that the filter lets pass, by their category and price now.

        Its categories are what get_features() calls them.
        """
        return self._fields.narrow(items, where) if where else items

    def get_items(
        self, item_ids: Iterable[str], where: ItemFilter = ANYTHING
    ) -> list[Any]:
        """Return the recommendable items among these ids, in the order of the ids."""
        wanted = list(dict.fromkeys(item_ids))
        found = self._among(self._recommendable(where), wanted)
        by_id = {self.get_item_id(item): item for item in found}
        return [by_id[item_id] for item_id in wanted if item_id in by_id]

    def get_visible(self) -> QuerySet[Any]:
        """Return the items with a page, sold out ones too: events may name them."""
        return self.get_queryset()

    def find_visible(self, item_id: str) -> Any:
        """Return the item with this id, sold out or not, or None."""
        return self._among(self.get_visible(), [item_id]).first()

    def get_visible_ids(self, item_ids: Iterable[str]) -> set[str]:
        """Return those of these ids that belong to items with a page."""
        return self._ids_among(self.get_visible(), item_ids)

    def get_available_ids(
        self, item_ids: Iterable[str], where: ItemFilter = ANYTHING
    ) -> set[str]:
        """Return those of these ids that belong to recommendable items."""
        return self._ids_among(self._recommendable(where), item_ids)

    def get_prices(self, item_ids: Iterable[str]) -> dict[str, Any]:
        """Return the prices of those of these items that have a page."""
        if not self.price_field:
            return {}
        found = self._among(self.get_visible(), item_ids)
        prices = found.values_list(self.item_id_field, self.price_field)
        return {str(item_id): price for item_id, price in prices}

    def get_newest_ids(
        self, num_results: int, where: ItemFilter = ANYTHING
    ) -> list[str]:
        """Return the ids of the items that were added last, newest first."""
        return self._newest_ids(self._recommendable(where), num_results)

    def get_category_ids(
        self,
        item_ids: Collection[str],
        num_results: int,
        where: ItemFilter = ANYTHING,
    ) -> list[str]:
        """Return ids from the categories of these items, newest first."""
        return self._newest_ids(self._same_categories(item_ids, where), num_results)

    def select_category_ids(
        self, item_ids: Collection[str], where: ItemFilter = ANYTHING
    ) -> QuerySet[Any]:
        """As get_category_ids(), all of them, to be used inside another query."""
        return self._select_ids(self._same_categories(item_ids, where))

    def select_ids(self, where: ItemFilter) -> QuerySet[Any]:
        """Return the ids that the filter lets pass, to be used inside another query."""
        return self._select_ids(self._recommendable(where).order_by())

    def get_excluded_ids(self, request: HttpRequest) -> set[str]:
        """Return ids this visitor must not be shown: what is in the cart already."""
        return set()

    def to_json(self, item: Any, request: HttpRequest) -> dict[str, Any]:
        """Describe an item to API clients, in camelCase."""
        return {"productId": self.get_item_id(item), "name": str(item)}

    def add_items(self, records: Iterable[ItemRecord]) -> int:
        """Make items for those of these that the shop lacks; return how many.

        Asked when a history is loaded that speaks of unknown items.
        """
        return 0

    @property
    def _fields(self) -> ItemFields:
        own = (self.category_field,) if self.category_field else ()
        return ItemFields(
            item_id=self.item_id_field,
            texts=tuple(self.text_fields),
            categories=tuple(self.category_path) or own,
            brand=self.brand_field,
            price=self.price_field,
            created=self.created_field,
        )

    def _recommendable(self, where: ItemFilter) -> QuerySet[Any]:
        return self.narrow(self.get_queryset(), where)

    def _same_categories(
        self, item_ids: Collection[str], where: ItemFilter
    ) -> QuerySet[Any]:
        queryset = self._recommendable(where).order_by()
        if not self.category_field:
            return queryset.none()
        # What is sold out has a page too, and a category.
        named = self._among(self.get_visible(), item_ids)
        categories = named.order_by().values(self.category_field)
        return queryset.filter(**{f"{self.category_field}__in": categories})

    def _ids_among(self, queryset: QuerySet[Any], item_ids: Iterable[str]) -> set[str]:
        found = self._among(queryset, item_ids)
        ids = found.values_list(self.item_id_field, flat=True)
        return {str(value) for value in ids}

    def _among(self, queryset: QuerySet[Any], item_ids: Iterable[str]) -> QuerySet[Any]:
        meta = queryset.model._meta
        is_pk = self.item_id_field == "pk"
        field = meta.pk if is_pk else meta.get_field(self.item_id_field)
        possible = [item_id for item_id in item_ids if _can_be(field, item_id)]
        return queryset.filter(**{f"{self.item_id_field}__in": possible})

    def _newest_ids(self, queryset: QuerySet[Any], num_results: int) -> list[str]:
        newest = queryset.order_by(f"-{self.created_field or 'pk'}")
        values = newest.values_list(self.item_id_field, flat=True)
        return [str(value) for value in values[:num_results]]

    def _select_ids(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        as_text = Cast(self.item_id_field, CharField())
        return queryset.values_list(as_text, flat=True)


def _can_be(field: Any, item_id: str) -> bool:
    """Whether this is exactly how the field writes one of its values.

    A number's field would refuse "shoe" with an error, take "٧" or " 7 " for 7, and a
    database fail on one of thirty digits.
    """
    try:
        value = field.to_python(item_id)
        field.run_validators(value)
    except ValidationError:
        return False
    return str(value) == item_id


@lru_cache(maxsize=1)
def get_catalog() -> Catalog:
    catalog_class: type[Catalog] = import_string(conf.CATALOG)
    return catalog_class()


def _forget_catalog(*, setting: str, **kwargs: object) -> None:
    if setting == "PERSONALIZE":
        get_catalog.cache_clear()


setting_changed.connect(_forget_catalog)
