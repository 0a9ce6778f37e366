"""Reading the items that go with a history: ITEM_ID, and what else is known."""

from __future__ import annotations

import csv
from decimal import Decimal, InvalidOperation
from pathlib import Path

from personalize.catalog import ItemRecord
from personalize.datasets.interactions import open_text
from personalize.exceptions import InvalidFile

# Amazon's names and the plain ones; the first that is there is used.
NAME_COLUMNS = ("PRODUCT_NAME", "NAME", "TITLE")
CATEGORY_COLUMNS = ("CATEGORY_L2", "CATEGORY_L1", "CATEGORY")


def read_items(path: Path) -> dict[str, ItemRecord]:
    """Return the items of a CSV file by their ids. Raises InvalidFile."""
    with open_text(path) as file:
        reader = csv.DictReader(file, restval="")
        if "ITEM_ID" not in (reader.fieldnames or ()):
            raise InvalidFile(f"{path} lacks the column ITEM_ID.")
        return {row["ITEM_ID"]: make_record(row) for row in reader}


def make_record(row: dict[str, str]) -> ItemRecord:
    return ItemRecord(
        item_id=row["ITEM_ID"],
        name=_first(row, NAME_COLUMNS),
        price=_read_price(row.get("PRICE", "")),
        category=_first(row, CATEGORY_COLUMNS),
    )


def _first(row: dict[str, str], columns: tuple[str, ...]) -> str:
    found = (row[column].strip() for column in columns if row.get(column))
    return next(found, "")


def _read_price(text: str) -> Decimal | None:
    """A price that is none is unknown: the item is worth more than its price tag."""
    try:
        price = Decimal(text).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None
    return price if price.is_finite() and price >= 0 else None
