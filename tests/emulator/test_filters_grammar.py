"""Expressions that Amazon documents, and mistakes it would refuse."""

from __future__ import annotations

import json

import pytest

from personalize.emulator.expressions import (
    Dataset,
    ExpressionError,
    FilterExpression,
)
from personalize.emulator.expressions_checks import check, needs_current_item
from personalize.emulator.expressions_parser import parse
from personalize.emulator.storage_columns import read_columns

NUMBERS = ("PRICE", "CREATION_TIMESTAMP", "YEAR", "DISCONTINUED", "AGE", "VALUE")
ITEMS = (
    "CATEGORY CATEGORY_L1 CATEGORY_L2 GENRE BRAND IN_STOCK ADULT PROMOTED PRICE"
    " CREATION_TIMESTAMP YEAR DISCONTINUED"
)


def make_columns(names: str, **kinds: str) -> str:
    fields: list[dict[str, object]] = [
        {"name": name, "type": "float" if name in NUMBERS else "string"}
        for name in names.split()
    ]
    fields += [{"name": name, "type": kind} for name, kind in kinds.items()]
    fields.append({"name": "DESCRIPTION", "type": "string", "textual": True})
    return json.dumps({"type": "record", "name": "Any", "fields": fields})


TABLES = {
    Dataset.ITEMS: read_columns(make_columns(ITEMS, VISIBLE="boolean")),
    Dataset.USERS: read_columns(
        make_columns("AGE MEMBERSHIP MEMBERSHIP_STATUS COUNTRY")
    ),
    Dataset.INTERACTIONS: read_columns(make_columns("EVENT_TYPE DEVICE")),
    Dataset.ACTIONS: read_columns(
        make_columns("VALUE", ACTION_EXPIRATION_TIMESTAMP="long")
    ),
    Dataset.ACTION_INTERACTIONS: read_columns(make_columns("EVENT_TYPE")),
}

ACCEPTED = [
    "EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ($EVENT_TYPE)",
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click", "stream")',
    'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click")',
    'INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*")',
    "EXCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)",
    "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE"
    " AND Items.GENRE IN CurrentItem.GENRE",
    'EXCLUDE ItemID WHERE Items.CATEGORY_L1 IN ("shoe")'
    ' AND Items.CATEGORY_L2 NOT IN ("boot")',
    "INCLUDE ItemID WHERE Items.PRICE <= $PRICE",
    "INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP < $DATE",
    "INCLUDE ItemID WHERE Items.GENRE IN ($GENRE)",
    "INCLUDE ItemID WHERE Items.PRICE < CurrentItem.PRICE"
    " AND Items.CREATION_TIMESTAMP > $DATE",
    "EXCLUDE ItemID WHERE Items.GENRE IN ($GENRE) IF CurrentUser.AGE = $AGE",
    'INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ("watch")'
    ' AND Items.CATEGORY_L2 IN ("luxury") IF CurrentUser.AGE > 18',
    "INCLUDE UserID WHERE Users.MEMBERSHIP_STATUS IN ($MEMBERSHIP)",
    "EXCLUDE UserID WHERE Users.AGE < $AGE",
    'INCLUDE UserID WHERE Interactions.EVENT_TYPE IN ("click", "rating")',
    "EXCLUDE UserID WHERE Interactions.EVENT_TYPE IN ($EVENT_TYPE)",
    "INCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ($EVENT_TYPE)",
    'EXCLUDE ActionID WHERE Action_Interactions.EVENT_TYPE IN ("NOT_TAKEN")',
    "INCLUDE ActionID WHERE Actions.VALUE > ($VALUE)",
    "EXCLUDE ActionID WHERE Actions.VALUE < ($VALUE)"
    " IF CurrentUser.MEMBERSHIP = $PREMIUM",
    "INCLUDE ItemID WHERE Items.CATEGORY IN ($CATEGORY)"
    ' | INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("favorite")',
    "INCLUDE ItemID WHERE Items.GENRE IN ($GENRE)"
    ' | EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("click", "stream")',
    'EXCLUDE ItemID WHERE INTERACTIONS.event_type IN ("Purchase")'
    " | INCLUDE ItemID WHERE ITEMS.CATEGORY_L1 IN CurrentItem.CATEGORY_L1",
    'EXCLUDE ItemID WHERE INTERACTIONS.event_type IN ("Purchase")'
    ' | INCLUDE ItemID WHERE ITEMS.PROMOTED IN ("Y") AND ITEMS.CATEGORY_L1 NOT IN'
    ' ("cold dispensed", "hot dispensed", "salty snacks", "food service")',
    "INCLUDE ItemID WHERE Items.YEAR >= 1970 AND Items.YEAR < 1980",
    "INCLUDE ItemID WHERE Items.CREATION_TIMESTAMP > 1633240824",
    'EXCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("Purchase")',
    'EXCLUDE ItemID WHERE Items.IN_STOCK IN ("False")',
    "INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ($CATEGORY)"
    " AND Items.PRICE >= $MIN_PRICE AND Items.PRICE <= $MAX_PRICE",
    'EXCLUDE ItemID WHERE Items.ADULT IN ("yes")'
    " IF CurrentUser.AGE < 18 AND CurrentUser.COUNTRY = $COUNTRY",
    'INCLUDE ItemID WHERE Items.BRAND IN ("Acme") OR Items.CREATION_TIMESTAMP > $DATE',
    "EXCLUDE ItemID WHERE Items.DISCONTINUED != 0",
    'exclude itemid where items.category in ("a")',
]

# The grammar refuses these, by a text that names what it wanted instead.
NO_SENTENCES = [
    ("INCLUDE ItemID WHERE Items.CATEGORY NOT IN ($CATEGORY)", "not allowed with NOT_"),
    ("EXCLUDE ItemID WHERE Items.IN_STOCK = False", "a number"),
    (
        'EXCLUDE ItemID WHERE Items.GENRE IN ("a") IF CurrentUser.AGE > 18'
        " IF CurrentUser.AGE < 65",
        "AND or the end",
    ),
    (
        'EXCLUDE ItemID IF CurrentUser.AGE > 18 WHERE Items.GENRE IN ("a")',
        "Expected WHERE",
    ),
    ('EXCLUDE ItemID WHERE Items.GENRE IN ("a") IF Items.PRICE > 10', "CurrentUser"),
    ("EXCLUDE ItemID WHERE CurrentUser.AGE > 18", "a field such as"),
    ('EXCLUDE ItemID Items.CATEGORY IN ("shoe")', "Expected WHERE"),
    ('EXCLUDE Items WHERE Items.CATEGORY IN ("shoe")', "ItemID, ActionID or UserID"),
    ('REMOVE ItemID WHERE Items.CATEGORY IN ("shoe")', "INCLUDE or EXCLUDE"),
    ('INCLUDE ItemID WHERE Items.CATEGORY IN "shoe"', "CurrentItem.COLUMN"),
    ('INCLUDE ItemID WHERE Items.CATEGORY LIKE "sho%"', "IN or NOT"),
    ("INCLUDE ItemID WHERE Items.PRICE BETWEEN 10 AND 20", "a comparison"),
    (
        'EXCLUDE ItemID WHERE Items.GENRE IN ("a") IF CurrentUser.AGE > 18'
        " OR CurrentUser.AGE < 5",
        "AND or the end",
    ),
    ('INCLUDE ItemID WHERE CATEGORY_L1 IN ("shoe")', "a field such as"),
    (
        'INCLUDE ItemID WHERE Items.CATEGORY IN ("shoe")'
        ' || EXCLUDE ItemID WHERE Items.CATEGORY IN ("boot")',
        "INCLUDE or EXCLUDE",
    ),
    ("INCLUDE ItemID WHERE Items.CATEGORY IN ()", "in double quotes"),
    ("INCLUDE ItemID WHERE Items.CATEGORY IN ($MIN-PRICE)", "a placeholder such as"),
    (f"INCLUDE ItemID WHERE Items.CATEGORY IN (${'A' * 51})", "a placeholder such as"),
    ('INCLUDE ItemID WHERE Items.CATEGORY IN ("a",)', "in double quotes"),
    ("INCLUDE ItemID WHERE Items.PRICE < -3", "a number"),
    ("INCLUDE ItemID WHERE Items.PRICE <", "ends too early"),
    ("", "ends too early"),
    ("\x1c", "INCLUDE or EXCLUDE"),
]

# These parse, and mean what Amazon does not allow.
NO_MEANING = [
    ('EXCLUDE ItemID WHERE Interactions.DEVICE IN ("mobile")', "EVENT_TYPE only"),
    (
        'INCLUDE ItemID WHERE Items.CATEGORY_L1 IN ("shoe")'
        ' AND Interactions.EVENT_TYPE IN ("click")',
        r"joined with \|",
    ),
    ('INCLUDE ItemID WHERE Items.DESCRIPTION IN ("leather")', "is textual"),
    ('INCLUDE ItemID WHERE Items.VISIBLE IN ("True")', "is boolean"),
    ('INCLUDE ItemID WHERE Items.CATEGORY IN ("*")', "all event types"),
    ('INCLUDE ItemID WHERE Interactions.EVENT_TYPE IN ("*", "a")', "on its own"),
    ('INCLUDE ItemID WHERE Interactions.EVENT_TYPE NOT IN ("*")', "on its own"),
    ("EXCLUDE ItemID WHERE Users.AGE < 18", "IF CurrentUser"),
    (
        "EXCLUDE ActionID WHERE Actions.ACTION_EXPIRATION_TIMESTAMP < 1700000000",
        "automatically",
    ),
    ('EXCLUDE UserID WHERE Items.CATEGORY IN ("shoe")', "not about Items"),
    ('EXCLUDE ItemID WHERE Items.COLOUR IN ("red")', "not in the schema"),
    ('EXCLUDE ItemID WHERE Items.PRICE IN ("9")', "is a number"),
    ("EXCLUDE ItemID WHERE Items.BRAND > 9", "is a string"),
    ("EXCLUDE ItemID WHERE Items.BRAND = $BRAND", "is a string"),
    ("EXCLUDE ItemID WHERE Items.PRICE < CurrentItem.BRAND", "the other a string"),
    ('EXCLUDE ItemID WHERE Items.GENRE IN ("a") IF CurrentUser.AGE IN ("9")', "number"),
    (
        "EXCLUDE ItemID WHERE "
        + " OR ".join(f'Items.C{number} IN ("a")' for number in range(11)),
        "at most 10",
    ),
]


@pytest.mark.parametrize("text", ACCEPTED)
def test_documented_expressions_are_accepted(text: str) -> None:
    parsed = parse(text)
    check(parsed, TABLES)
    assert isinstance(parsed, FilterExpression)


@pytest.mark.parametrize(("text", "reason"), NO_SENTENCES)
def test_what_breaks_the_grammar_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=f"^Invalid Expression.*{reason}"):
        parse(text)


@pytest.mark.parametrize(("text", "reason"), NO_MEANING)
def test_what_breaks_the_rules_is_refused(text: str, reason: str) -> None:
    parsed = parse(text)
    with pytest.raises(ExpressionError, match=f"^Invalid Expression.*{reason}"):
        check(parsed, TABLES)


def test_a_dataset_that_the_group_lacks_cannot_be_filtered_by() -> None:
    parsed = parse("EXCLUDE ItemID WHERE Items.PRICE > 9")
    with pytest.raises(ExpressionError, match="needs the dataset Items"):
        check(parsed, {})


def test_a_field_of_the_current_item_asks_for_related_items() -> None:
    assert needs_current_item(parse(ACCEPTED[5]))
    assert not needs_current_item(parse(ACCEPTED[0]))
