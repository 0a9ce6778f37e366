from __future__ import annotations

from typing import Any

import pytest

from tests.emulator.schemas import INTERACTION_FIELDS, ITEM_FIELDS, field, schema
from tests.emulator.world import make_schema

DESCRIPTION = field("PRODUCT_DESCRIPTION", ["null", "string"], textual=True)


def refuse(client: Any, text: str, domain: str | None = "ECOMMERCE") -> str:
    with pytest.raises(client.exceptions.InvalidInputException) as refusal:
        make_schema(client, text, domain=domain)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "not JSON"),
        ("[]", "Avro record"),
        ('{"type": "enum"}', "Avro record"),
        ('{"type": "record", "name": "Items"}', "list of fields"),
        ('{"type": "record", "name": "Items", "fields": []}', "list of fields"),
        ('{"type": "record", "fields": [{"name": "A", "type": "int"}]}', "a name"),
        (schema("Items", field("1")), "'1' is not the name"),
        (schema("Items", field("A"), field("A")), "a field twice"),
        (schema("Items", field("A", "array")), "type of A"),
        (schema("Items", field("A", ["int", "string"])), "one type"),
        (schema("Items", field("A", {"type": "map"})), "type of A"),
        (schema("Items", field("A", "int", categorical=True)), "no string"),
        (schema("Items", {"name": "A", "type": "string", "textual": 1}), "textual"),
        (schema("Items", {"type": "string"}), "not the name"),
        ('{"type": "record", "name": "Items", "fields": [1]}', "an object"),
        (schema("Shoes", field("A")), "Shoes"),
    ],
)
def test_what_is_no_schema_is_refused(personalize: Any, text: str, reason: str) -> None:
    assert reason in refuse(personalize, text)


@pytest.mark.parametrize("field_", INTERACTION_FIELDS[:4], ids=lambda f: f["name"])
def test_interactions_need_their_columns(
    personalize: Any, field_: dict[str, Any]
) -> None:
    others = [field for field in INTERACTION_FIELDS if field != field_]
    assert field_["name"] in refuse(personalize, schema("Interactions", *others))


@pytest.mark.parametrize("field_", ITEM_FIELDS, ids=lambda f: f["name"])
def test_items_of_a_shop_need_their_columns(
    personalize: Any, field_: dict[str, Any]
) -> None:
    others = [field for field in ITEM_FIELDS if field != field_]
    assert field_["name"] in refuse(personalize, schema("Items", *others))


def test_a_custom_group_may_do_without_event_types(personalize: Any) -> None:
    fields = [f for f in INTERACTION_FIELDS if f["name"] != "EVENT_TYPE"]
    arn = make_schema(personalize, schema("Interactions", *fields), domain=None)
    made = personalize.describe_schema(schemaArn=arn)["schema"]
    assert "EVENT_TYPE" not in made["schema"]


@pytest.mark.parametrize(
    "wrong",
    [
        field("ITEM_ID", "int"),
        field("PRICE", "string"),
        field("PRICE", ["float", "null"]),
        field("CATEGORY_L1"),
        field("CATEGORY_L2", ["null", "string"]),
        field("CREATION_TIMESTAMP", "string"),
    ],
    ids=str,
)
def test_reserved_columns_are_what_they_are(
    personalize: Any, wrong: dict[str, Any]
) -> None:
    others = [field for field in ITEM_FIELDS if field["name"] != wrong["name"]]
    text = schema("Items", *others, wrong)
    assert wrong["name"] in refuse(personalize, text)


def test_event_types_are_not_categorical(personalize: Any) -> None:
    others = [f for f in INTERACTION_FIELDS if f["name"] != "EVENT_TYPE"]
    wrong = field("EVENT_TYPE", categorical=True)
    text = schema("Interactions", *others, wrong)
    assert "must not be categorical" in refuse(personalize, text)


def test_interactions_have_at_most_five_columns_more(personalize: Any) -> None:
    more = [field(f"MORE_{number}") for number in range(6)]
    text = schema("Interactions", *INTERACTION_FIELDS, *more)
    assert "at most 5" in refuse(personalize, text)


def test_only_one_column_is_text(personalize: Any) -> None:
    other = field("STORY", ["null", "string"], textual=True)
    make_schema(personalize, schema("Items", *ITEM_FIELDS, DESCRIPTION), name="one")
    text = schema("Items", *ITEM_FIELDS, DESCRIPTION, other)
    assert "STORY must not be textual" in refuse(personalize, text)


def test_users_need_something_to_learn_from(personalize: Any) -> None:
    text = schema("Users", field("USER_ID"), field("NICKNAME"))
    assert "metadata field" in refuse(personalize, text)


def test_schemas_have_no_status(personalize: Any) -> None:
    make_schema(personalize, schema("Items", *ITEM_FIELDS))
    (summary,) = personalize.list_schemas()["schemas"]
    assert summary["domain"] == "ECOMMERCE"
    assert "status" not in summary
