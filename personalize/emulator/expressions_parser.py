"""The grammar of filter expressions, and what is said of a text that breaks it."""

from __future__ import annotations

from typing import TypeVar

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from personalize.emulator.expressions import (
    Comparison,
    Condition,
    Dataset,
    Expression,
    ExpressionError,
    Field,
    FilterExpression,
    Membership,
    Mode,
    Parameter,
    Target,
)

# Keywords, datasets and targets may be written in any case, as Amazon's samples do.
GRAMMAR = r"""
start: expression ("|" expression)*
expression: MODE TARGET _WHERE alternatives [_IF user_conditions]

alternatives: conjunction (_OR conjunction)*
conjunction: condition (_AND condition)*
?condition: field _IN "(" values ")"            -> within
          | field _IN current_item              -> within
          | field _NOT _IN "(" literals ")"     -> without
          | field OPERATOR operand              -> comparison

user_conditions: user_condition (_AND user_condition)*
?user_condition: current_user _IN "(" values ")"       -> within
               | current_user OPERATOR user_operand    -> comparison

?values: literals | parameter
literals: STRING ("," STRING)*
?operand: user_operand | current_item
?user_operand: number | parameter | "(" parameter ")"

field: DATASET "." COLUMN
current_item: CURRENT_ITEM "." COLUMN
current_user: CURRENT_USER "." COLUMN
parameter: PARAMETER
number: NUMBER

MODE: /(INCLUDE|EXCLUDE)\b/i
TARGET: /(ItemID|ActionID|UserID)\b/i
DATASET: /(Items|Interactions|Users|Actions|Action_Interactions)\b/i
CURRENT_ITEM: /CurrentItem\b/i
CURRENT_USER: /CurrentUser\b/i
_WHERE: /WHERE\b/i
_IF: /IF\b/i
_AND: /AND\b/i
_OR: /OR\b/i
_IN: /IN\b/i
_NOT: /NOT\b/i
OPERATOR: /<=|>=|!=|=|<|>/
COLUMN: /[A-Za-z_][A-Za-z0-9_]{0,149}/
PARAMETER: /\$[A-Za-z0-9_]{1,50}(?![A-Za-z0-9_-])/
STRING: /"[^"]+"/
NUMBER: /\d+(\.\d+)?(?![A-Za-z0-9_.])/

%import common.WS
%ignore WS
"""

# What the grammar expects, in words; a token that is not listed speaks for itself.
NAMES = {
    "MODE": "INCLUDE or EXCLUDE",
    "TARGET": "ItemID, ActionID or UserID",
    "DATASET": "a field such as Items.PRICE",
    "CURRENT_ITEM": "CurrentItem.COLUMN",
    "CURRENT_USER": "CurrentUser.COLUMN",
    "OPERATOR": "a comparison",
    "COLUMN": "the name of a column",
    "PARAMETER": "a placeholder such as $VALUE",
    "STRING": "a value in double quotes",
    "NUMBER": "a number",
    "LPAR": "(",
    "RPAR": ")",
    "COMMA": ",",
    "DOT": ".",
    "VBAR": "|",
    "$END": "the end",
}
NO_PLACEHOLDER = (
    " Placeholders are not allowed with NOT_IN operator:"
    " use IN with the opposite of INCLUDE or EXCLUDE."
)

T = TypeVar("T")


def parse(text: str) -> FilterExpression:
    """Read a filter expression; ExpressionError says where it goes wrong, and how."""
    try:
        tree = PARSER.parse(text)
    except UnexpectedInput as error:
        raise ExpressionError(_explain(text, error)) from error
    parsed: FilterExpression = Reader().transform(tree)
    return parsed


def _explain(text: str, error: UnexpectedInput) -> str:
    expected = _list_expected(error)
    hint = NO_PLACEHOLDER if _follows_not_in(text, error) else ""
    place = error.pos_in_stream
    if place is None or place >= len(text) or _is_end(error):
        return f"Invalid Expression: it ends too early. Expected {expected}.{hint}"
    found = _find_word(text[place : place + 20])
    return (
        f"Invalid Expression: {found} at character {place + 1} is not"
        f" what belongs there. Expected {expected}.{hint}"
    )


def _find_word(rest: str) -> str:
    words = rest.split()
    # What Python takes for white space and the grammar does not.
    return words[0] if words else ascii(rest[0])


def _is_end(error: UnexpectedInput) -> bool:
    return isinstance(error, UnexpectedToken) and error.token.type == "$END"


def _follows_not_in(text: str, error: UnexpectedInput) -> bool:
    place = error.pos_in_stream or 0
    before = text[:place].upper().replace("(", " ").split()
    return before[-2:] == ["NOT", "IN"] and text[place : place + 1] == "$"


def _list_expected(error: UnexpectedInput) -> str:
    if isinstance(error, UnexpectedToken):
        tokens = error.expected
    elif isinstance(error, UnexpectedCharacters):
        tokens = error.allowed or set()
    else:
        tokens = set()
    names = {NAMES.get(token, token.lstrip("_")) for token in tokens - {"WS"}}
    return " or ".join(sorted(names))


@v_args(inline=True)
class Reader(Transformer[Token, FilterExpression]):
    """Builds the values from the inside out, a method for each rule of the grammar."""

    def start(self, *expressions: Expression) -> FilterExpression:
        return FilterExpression(expressions=expressions)

    def expression(
        self,
        mode: str,
        target: str,
        alternatives: tuple[tuple[Condition, ...], ...],
        user_conditions: tuple[Condition, ...] | None,
    ) -> Expression:
        return Expression(
            mode=Mode(mode.upper()),
            target=_match(Target, target),
            alternatives=alternatives,
            user_conditions=user_conditions or (),
        )

    def _collect(self, *parts: T) -> tuple[T, ...]:
        return parts

    alternatives = conjunction = user_conditions = _collect

    def within(
        self, field: Field, values: tuple[str, ...] | Parameter | Field
    ) -> Membership:
        return Membership(field=field, values=values)

    def without(self, field: Field, values: tuple[str, ...]) -> Membership:
        return Membership(field=field, values=values, negated=True)

    def comparison(
        self, field: Field, operator: str, operand: float | Parameter | Field
    ) -> Comparison:
        return Comparison(field=field, operator=str(operator), operand=operand)

    def field(self, dataset: str, column: str) -> Field:
        # Columns are in upper case by convention, samples write them in any.
        return Field(dataset=_match(Dataset, dataset), column=str(column))

    current_item = current_user = field

    def literals(self, *values: str) -> tuple[str, ...]:
        return tuple(value[1:-1] for value in values)

    def parameter(self, name: str) -> Parameter:
        return Parameter(name=name[1:])

    def number(self, digits: str) -> float:
        return float(digits)


E = TypeVar("E", Target, Dataset)


def _match(choices: type[E], text: str) -> E:
    """Find the member that is spelt so, in any case."""
    return next(one for one in choices if one.value.lower() == text.lower())


PARSER = Lark(GRAMMAR, parser="lalr", maybe_placeholders=True)
