"""The columns of a dataset, as its Avro schema declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from personalize.emulator.avro import Field, read_schema

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
    """Read the columns of an Avro schema."""
    fields = read_schema(schema).fields.values()
    return {field.name.upper(): _read_column(field) for field in fields}


def _read_column(field: Field) -> Column:
    return Column(
        name=field.name,
        kind=next(iter(field.plain_types)),
        nullable=field.is_nullable,
        categorical=field.categorical,
        textual=field.textual,
    )
