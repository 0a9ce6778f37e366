"""The small language of item-attribute-affinity: ``ITEMS.genres = "Comedy" AND …``."""

from __future__ import annotations

from dataclasses import dataclass

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput

from personalize.emulator.errors import InvalidInputError
from personalize.emulator.filtering import Attributes
from personalize.emulator.storage_columns import Columns

GRAMMAR = r"""
start: condition (_AND condition)*
condition: _ITEMS "." COLUMN "=" (STRING | NUMBER)

_ITEMS: /ITEMS\b/i
_AND: /AND\b/i
COLUMN: /[A-Za-z_][A-Za-z0-9_]{0,149}/
STRING: /"[^"]+"/
NUMBER: /-?\d+(\.\d+)?(?![A-Za-z0-9_.])/

%import common.WS
%ignore WS
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    column: str
    value: str | float

    def is_had_by(self, attributes: Attributes) -> bool:
        found = attributes.get(self.column)
        if isinstance(found, str):
            return self.value in {found, *found.split("|")}
        return found is not None and found == self.value


@v_args(inline=True)
class Reader(Transformer[Token, tuple[Trait, ...]]):
    def start(self, *traits: Trait) -> tuple[Trait, ...]:
        return traits

    def condition(self, column: Token, value: Token) -> Trait:
        is_text = value.type == "STRING"
        read = str(value)[1:-1] if is_text else float(value)
        return Trait(column=column.upper(), value=read)


PARSER = Lark(GRAMMAR, parser="lalr")


def parse_traits(text: str, columns: Columns) -> tuple[Trait, ...]:
    """Read what items are to have, all of it."""
    try:
        tree = PARSER.parse(text)
    except UnexpectedInput as error:
        raise InvalidInputError(
            f'itemAttributes must be like ITEMS.GENRE = "Comedy"; it is {text}.'
        ) from error
    traits = Reader().transform(tree)
    unknown = [one.column for one in traits if one.column not in columns]
    if unknown:
        raise InvalidInputError(f"The Items dataset has no column {unknown[0]}.")
    return traits
