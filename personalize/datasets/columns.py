"""A column of a dataset, in each of the forms in which Amazon meets it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Literal

from personalize.datasets.interactions import ID
from personalize.exceptions import InvalidRow

ECOMMERCE = "ECOMMERCE"
# A dataset group without a domain.
CUSTOM = ""
DOMAINS = (ECOMMERCE, CUSTOM)
EVERYWHERE = DOMAINS

LONGEST_STRING = 1_000
# A textual field may hold 20,000 characters, in Chinese and Japanese 7,000.
LONGEST_TEXT = 7_000
# Amazon refuses data that reads like one of its own names.
RESERVED = {
    "USER_ID",
    "ITEM_ID",
    "EVENT_TYPE",
    "EVENT_VALUE",
    "TIMESTAMP",
    "IMPRESSION",
    "RECOMMENDATION_ID",
    "SESSION_ID",
    "EVENT_ATTRIBUTION_SOURCE",
    "CREATION_TIMESTAMP",
    "PRICE",
    "CATEGORY_L1",
    "CATEGORY_L2",
    "CATEGORY_L3",
    "PRODUCT_DESCRIPTION",
    "AGE_GROUP",
    "ADULT",
    "GENDER",
}
# Amazon takes them, and ignores what they belong to.
STAND_FOR_NOTHING = {"null", "none", "undefined", "nan"}
NAME = re.compile(r"[A-Za-z_][A-Za-z\d_]*", re.ASCII)
SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")
# A quote or a backslash in a cell is read one way here and another way there.
PLAIN = str.maketrans({'"': "”", "\\": "/"})
# It separates the values of a category that has several.
SINGLE = str.maketrans({"|": "/"})
HUMP = re.compile(r"(?<=[a-z\d])(?=[A-Z])")

Value = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Named as in schemas and CSV files; ``required_in`` lists domains."""

    name: str
    kind: Literal["string", "float", "long"] = "string"
    required_in: tuple[str, ...] = ()
    is_id: bool = False
    is_categorical: bool = False
    is_textual: bool = False

    @property
    def property_name(self) -> str:
        """Return the name that PutEvents, PutItems and PutUsers know it by."""
        first, *rest = self.name.lower().split("_")
        return first + "".join(word.capitalize() for word in rest)

    def to_avro(self, domain: str) -> dict[str, object]:
        is_required = domain in self.required_in
        field: dict[str, object] = {
            "name": self.name,
            "type": self.kind if is_required else [self.kind, "null"],
        }
        if self.is_categorical:
            field["categorical"] = True
        if self.is_textual:
            field["textual"] = True
        return field

    def clean(self, value: object) -> Value | None:
        """Return what Amazon takes, or None for nothing. Raises InvalidRow."""
        cleaned = self._clean(value)
        if cleaned is None and self.required_in:
            raise InvalidRow(f"{self.name} has no value")
        return cleaned

    def to_cell(self, value: object) -> str:
        """Write the value as a CSV file has it. Raises InvalidRow."""
        cleaned = self.clean(value)
        return "" if cleaned is None else str(cleaned)

    def _clean(self, value: object) -> Value | None:
        if self.kind != "string":
            return self._clean_number(value)
        return self._clean_id(value) if self.is_id else self._clean_text(value)

    def _clean_number(self, value: object) -> float | int | None:
        if value is None or value == "":
            return None
        number = float(value)  # type: ignore[arg-type]
        if not math.isfinite(number):
            return None
        return number if self.kind == "float" else int(number)

    def _clean_id(self, value: object) -> str:
        text = str(value)
        if not ID.fullmatch(text):
            raise InvalidRow(
                f"{self.name} {text[:40]!r} is not 1 to 128 characters without spaces"
            )
        if not is_id(text):
            raise InvalidRow(f"{self.name} {text!r} is a word that Amazon keeps")
        return text

    def _clean_text(self, value: object) -> str | None:
        text = "" if value is None else SPACE.sub(" ", str(value)).strip()
        text = text.translate(PLAIN)
        if self.is_categorical:
            text = text.translate(SINGLE)
        if text in RESERVED:
            text = text.capitalize()
        longest = LONGEST_TEXT if self.is_textual else LONGEST_STRING
        return text[:longest].rstrip() or None


def is_id(text: str) -> bool:
    """Whether Amazon takes this as the id of an item or a user, and means it."""
    is_word = text in RESERVED or text.lower() in STAND_FOR_NOTHING
    return bool(ID.fullmatch(text)) and not is_word


def name_of_property(name: str) -> str:
    """Return the column of a property: ``screenSize`` is kept in SCREEN_SIZE."""
    return HUMP.sub("_", name).upper()
