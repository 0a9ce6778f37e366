"""The columns of Interactions, Items and Users: declared here, and nowhere else.

From them come the schemas that Amazon is given, the files that it imports and the
records that it is put. Which of them Items has is what the Catalog says of the items.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from personalize.catalog import Catalog, get_catalog
from personalize.conf import conf
from personalize.datasets.columns import (
    CUSTOM,
    DOMAINS,
    ECOMMERCE,
    EVERYWHERE,
    Column,
    Value,
    name_of_property,
)

NAMESPACE = "com.amazonaws.personalize.schema"
INTERACTIONS, ITEMS, USERS = DATASET_TYPES = ("Interactions", "Items", "Users")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """A dataset's columns, in the order of its files. The first is the id."""

    dataset_type: str
    columns: tuple[Column, ...]

    @property
    def header(self) -> list[str]:
        return [column.name for column in self.columns]

    def to_avro(self, domain: str = ECOMMERCE) -> str:
        """Return what CreateSchema takes, for the domain or (empty) a custom group."""
        if domain not in DOMAINS:
            raise ValueError(f"{domain!r} is none of the domains {DOMAINS}.")
        return json.dumps(
            {
                "type": "record",
                "name": self.dataset_type,
                "namespace": NAMESPACE,
                "fields": [column.to_avro(domain) for column in self.columns],
                "version": "1.0",
            }
        )

    def to_cells(self, row: Sequence[object]) -> list[str]:
        """Write a row as a CSV file has it. Raises InvalidRow."""
        return [
            column.to_cell(value)
            for column, value in zip(self.columns, row, strict=True)
        ]

    def to_properties(self, row: Sequence[object]) -> dict[str, Value]:
        """Describe a row, but for its id, as Put… takes it. Raises InvalidRow."""
        pairs = list(zip(self.columns, row, strict=True))
        cleaned = {
            column.property_name: column.clean(value) for column, value in pairs[1:]
        }
        return {name: value for name, value in cleaned.items() if value is not None}


def get_schema(dataset_type: str) -> Schema:
    """Return the schema of a dataset of this type, by whatever case it is written."""
    name = dataset_type.capitalize()
    if name not in COLUMNS:
        raise ValueError(f"{dataset_type!r} is none of {', '.join(DATASET_TYPES)}.")
    return Schema(dataset_type=name, columns=tuple(COLUMNS[name](get_catalog())))


def get_schemas() -> tuple[Schema, ...]:
    return tuple(get_schema(name) for name in DATASET_TYPES)


def get_event_properties() -> list[str]:
    """Return the properties of events that backends are given, in a fixed order."""
    options = [entry.get("OPTIONS", {}) for entry in conf.BACKENDS]
    return sorted({name for each in options for name in each.get("properties", ())})


def _interactions(catalog: Catalog) -> Iterator[Column]:
    yield _id("USER_ID")
    yield _id("ITEM_ID")
    yield Column(name="EVENT_TYPE", required_in=EVERYWHERE)
    yield Column(name="TIMESTAMP", kind="long", required_in=EVERYWHERE)
    yield Column(name="EVENT_VALUE", kind="float")
    yield Column(name="RECOMMENDATION_ID")
    for name in get_event_properties():
        yield _category(name_of_property(name))


def _items(catalog: Catalog) -> Iterator[Column]:
    yield _id("ITEM_ID")
    if catalog.price_field:
        yield Column(name="PRICE", kind="float", required_in=(ECOMMERCE,))
    yield from _categories(catalog)
    yield Column(name="PRODUCT_NAME")
    if len(catalog.text_fields) > 1:
        yield Column(name="PRODUCT_DESCRIPTION", is_textual=True)
    if catalog.brand_field:
        yield _category("BRAND")
    if catalog.created_field:
        yield Column(name="CREATION_TIMESTAMP", kind="long", required_in=(CUSTOM,))
    yield _category("IN_STOCK")
    yield _category("AVAILABLE")


def _categories(catalog: Catalog) -> Iterator[Column]:
    levels = len(catalog.category_path) or bool(catalog.category_field)
    for level in range(1, min(levels, 3) + 1):
        required_in = (ECOMMERCE,) if level == 1 else ()
        yield _category(f"CATEGORY_L{level}", required_in=required_in)


def _users(catalog: Catalog) -> Iterator[Column]:
    yield _id("USER_ID")
    yield _category("MEMBERSHIP_STATUS", required_in=EVERYWHERE)
    for name in catalog.user_columns:
        yield _category(name)


def _id(name: str) -> Column:
    return Column(name=name, required_in=EVERYWHERE, is_id=True)


def _category(name: str, *, required_in: tuple[str, ...] = ()) -> Column:
    return Column(name=name, required_in=required_in, is_categorical=True)


COLUMNS = {INTERACTIONS: _interactions, ITEMS: _items, USERS: _users}
