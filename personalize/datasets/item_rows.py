"""Items as rows of the Items dataset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from personalize.catalog import get_catalog
from personalize.datasets.schemas import ITEMS, get_schema
from personalize.item_fields import ItemDescription

LEVELS = ("CATEGORY_L1", "CATEGORY_L2", "CATEGORY_L3")
# How a filter of Amazon's tells them apart: it cannot read booleans.
YES, NO = "True", "False"


def read_item_rows(item_ids: Iterable[str] | None = None) -> Iterator[list[object]]:
    """Give the items with a page in the order of the columns: all, or those named."""
    header = get_schema(ITEMS).header
    for item in get_catalog().get_descriptions(item_ids):
        values = _get_values(item)
        yield [values.get(name) for name in header]


def _get_values(item: ItemDescription) -> dict[str, object]:
    return {
        "ITEM_ID": item.item_id,
        "PRICE": item.price,
        "PRODUCT_NAME": item.name,
        "PRODUCT_DESCRIPTION": item.description,
        "BRAND": item.brand,
        "CREATION_TIMESTAMP": item.added,
        "IN_STOCK": YES if item.is_in_stock else NO,
        "AVAILABLE": YES,
        **dict(zip(LEVELS, item.categories, strict=False)),
    }
