"""What the shop says of its items, for the engine to learn from."""

from __future__ import annotations

from personalize.catalog import get_catalog
from personalize.engine.features import ItemFeatures


def read_features() -> ItemFeatures:
    return ItemFeatures.from_rows(get_catalog().get_features())
