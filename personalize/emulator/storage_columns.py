"""The columns of a dataset, as its Avro schema declares them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

WHOLE_NUMBERS = frozenset({"int", "long"})
FRACTIONS = frozenset({"float", "double"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A field of a schema; ``kind`` is its Avro type without the ``null``."""

    name: str
    kind: str
    nullable: bool = False
    categorical: bool = False
    textual: bool = False

    @property
    def is_number(self) -> bool:
        return self.kind in WHOLE_NUMBERS | FRACTIONS

    @property
    def is_string(self) -> bool:
        return self.kind == "string"

    @property
    def property_name(self) -> str:
        """Return the name in PutItems and the like: PRODUCT_NAME is productName."""
        first, *rest = self.name.lower().split("_")
        return first + "".join(word.capitalize() for word in rest)


# In upper case, by which filters find them in any case; in the order of the schema.
Columns = Mapping[str, Column]


@lru_cache(maxsize=128)
def read_columns(schema: str) -> Columns:
    """Read an Avro schema that was checked when it was created."""
    found = [_read_column(field) for field in json.loads(schema)["fields"]]
    return {column.name.upper(): column for column in found}


def _read_column(field: Mapping[str, Any]) -> Column:
    types = field["type"] if isinstance(field["type"], list) else [field["type"]]
    kinds = [kind for kind in types if kind != "null"]
    return Column(
        name=field["name"],
        kind=kinds[0] if kinds else "null",
        nullable="null" in types,
        categorical=bool(field.get("categorical")),
        textual=bool(field.get("textual")),
    )
