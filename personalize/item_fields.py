"""What the fields of a shop's own model say of its items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from math import isnan, nan
from typing import Any

from django.db.models import CharField, F, FloatField, Q, QuerySet
from django.db.models.functions import Cast

from personalize.engine.features import ItemFilter, ItemRow

CHUNK = 2_000
# Long descriptions repeat themselves.
MAX_TEXT = 4_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemDescription:
    """What Amazon is told of an item; ``added`` is in seconds, 0 where unknown."""

    item_id: str
    name: str
    description: str
    categories: tuple[str, ...]
    brand: str
    price: Any
    added: float
    is_in_stock: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFields:
    """Which field says what, in Django's notation; empty where none does."""

    item_id: str
    texts: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    brand: str = ""
    price: str = ""
    created: str = ""

    def describe(self, items: QuerySet[Any]) -> Iterator[ItemRow]:
        """Read the items as a stream: their rows never are in memory together."""
        for row in self._read(items.order_by()):
            yield ItemRow(
                item_id=str(row["described_id"]),
                text=" ".join(_get_texts(row, "text"))[:MAX_TEXT],
                categories=tuple(_get_texts(row, "category")),
                brand=str(row.get("described_brand") or ""),
                price=_to_number(row.get("described_price")),
                added=_to_seconds(row.get("described_created")),
            )

    def describe_each(self, items: QuerySet[Any]) -> Iterator[ItemDescription]:
        """As describe(), with each thing apart, of items that have is_in_stock."""
        for row in self._read(items.order_by(), "is_in_stock"):
            first = "described_text_0" if self.texts else "described_text"
            rest = {name: text for name, text in row.items() if name != first}
            added = _to_seconds(row.get("described_created"))
            yield ItemDescription(
                item_id=str(row["described_id"]),
                name=str(row[first] or ""),
                description=" ".join(_get_texts(rest, "text")),
                categories=tuple(_get_texts(row, "category")),
                brand=str(row.get("described_brand") or ""),
                price=row.get("described_price"),
                added=0 if isnan(added) else added,
                is_in_stock=row["is_in_stock"],
            )

    def narrow(self, items: QuerySet[Any], where: ItemFilter) -> QuerySet[Any]:
        """Keep the items that the filter lets pass; none where no field can tell."""
        if where.categories:
            items = self._in_categories(items, where.categories)
        if where.min_price is None and where.max_price is None:
            return items
        return self._priced(items, where) if self.price else items.none()

    def _read(self, items: QuerySet[Any], *more: str) -> Iterator[Mapping[str, Any]]:
        columns = dict(self._columns())
        described = items.annotate(**columns)
        if self.texts:
            yield from described.values(*columns, *more).iterator(chunk_size=CHUNK)
            return
        for item in described.iterator(chunk_size=CHUNK):
            yield vars(item) | {"described_text": str(item)}

    def _columns(self) -> Iterator[tuple[str, F]]:
        yield "described_id", F(self.item_id)
        fields = {"brand": self.brand, "price": self.price, "created": self.created}
        for name, field in fields.items():
            if field:
                yield f"described_{name}", F(field)
        for number, field in enumerate(self.texts):
            yield f"described_text_{number}", F(field)
        for number, field in enumerate(self.categories):
            yield f"described_category_{number}", F(field)

    def _in_categories(
        self, items: QuerySet[Any], categories: Iterable[str]
    ) -> QuerySet[Any]:
        condition = Q(pk__in=[])
        for number, field in enumerate(self.categories):
            # As text, with which any word can be compared.
            name = f"described_category_{number}"
            items = items.alias(**{name: Cast(field, CharField())})
            condition |= Q(**{f"{name}__in": sorted(categories)})
        return items.filter(condition)

    def _priced(self, items: QuerySet[Any], where: ItemFilter) -> QuerySet[Any]:
        # As a number of any size: a decimal field refuses those it could not store.
        items = items.alias(described_price=Cast(self.price, FloatField()))
        if where.min_price is not None:
            items = items.filter(described_price__gte=where.min_price)
        if where.max_price is not None:
            items = items.filter(described_price__lte=where.max_price)
        return items


def _get_texts(row: Mapping[str, Any], kind: str) -> Iterator[str]:
    for name, value in row.items():
        if name.startswith(f"described_{kind}") and value not in (None, ""):
            yield str(value)


def _to_number(value: Any) -> float:
    return nan if value is None else float(value)


def _to_seconds(value: datetime | date | None) -> float:
    if value is None:
        return nan
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(tzinfo=UTC))
    return value.timestamp()
