from __future__ import annotations

import csv
from collections.abc import Iterator
from math import isfinite, nan
from pathlib import Path

from personalize.engine.evaluation.exceptions import EvaluationError
from personalize.engine.evaluation.reading import open_csv
from personalize.engine.features import ItemFeatures, ItemRow

# Of columns that mean the same, the first that has anything in it counts.
NAMES = ("PRODUCT_NAME", "NAME", "TITLE")
DESCRIPTIONS = ("PRODUCT_DESCRIPTION", "DESCRIPTION")
# From the top down.
CATEGORIES = ("CATEGORY", "CATEGORY_L1", "CATEGORY_L2", "CATEGORY_L3")


def read_items(path: Path) -> ItemFeatures:
    """Read what items are: ITEM_ID, and of Amazon's columns those that are there."""
    with open_csv(path) as file:
        rows = csv.reader(file)
        header = [name.strip().upper() for name in next(rows, [])]
        if "ITEM_ID" not in header:
            raise EvaluationError(f"{path} lacks the column ITEM_ID.")
        return ItemFeatures.from_rows(_make_rows(header, rows))


def _make_rows(header: list[str], rows: Iterator[list[str]]) -> Iterator[ItemRow]:
    for row in filter(None, rows):
        fields = dict(zip(header, map(str.strip, row), strict=False))
        yield ItemRow(
            item_id=fields["ITEM_ID"],
            text=f"{_first(fields, NAMES)} {_first(fields, DESCRIPTIONS)}".strip(),
            categories=_read_categories(fields),
            brand=fields.get("BRAND", ""),
            price=_read_number(fields.get("PRICE", "")),
            added=_read_number(fields.get("CREATION_TIMESTAMP", "")),
        )


def _first(fields: dict[str, str], columns: tuple[str, ...]) -> str:
    return next((fields[name] for name in columns if fields.get(name)), "")


def _read_categories(fields: dict[str, str]) -> tuple[str, ...]:
    texts = "|".join(fields.get(column, "") for column in CATEGORIES)
    names = (name.strip() for name in texts.split("|"))
    return tuple(dict.fromkeys(name for name in names if name))


def _read_number(text: str) -> float:
    """What is no number is not known: an item is worth more than its price tag."""
    try:
        number = float(text)
    except ValueError:
        return nan
    return number if isfinite(number) and number >= 0 else nan
