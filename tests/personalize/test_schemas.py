"""The schemas that Amazon is given, and what becomes of values on the way to it."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings as django_settings
from hypothesis import example, given
from hypothesis import strategies as st

from personalize.datasets.columns import ECOMMERCE, RESERVED, Column
from personalize.datasets.exporting import write_lines
from personalize.datasets.schemas import get_schema, get_schemas
from personalize.exceptions import InvalidRow
from tests.personalize.amazon import ARNS


def fields_of(dataset_type: str, domain: str = ECOMMERCE) -> dict[str, Any]:
    avro = json.loads(get_schema(dataset_type).to_avro(domain))
    return {field["name"]: field for field in avro["fields"]}


def types_of(dataset_type: str, domain: str = ECOMMERCE) -> dict[str, Any]:
    fields = fields_of(dataset_type, domain)
    return {name: field["type"] for name, field in fields.items()}


def test_interactions_have_what_the_domain_asks_for() -> None:
    assert types_of("Interactions") == {
        "USER_ID": "string",
        "ITEM_ID": "string",
        "EVENT_TYPE": "string",
        "TIMESTAMP": "long",
        "EVENT_VALUE": ["float", "null"],
        "RECOMMENDATION_ID": ["string", "null"],
    }


def test_items_have_what_the_catalogue_of_the_shop_knows() -> None:
    assert list(types_of("Items")) == [
        "ITEM_ID",
        "PRICE",
        "CATEGORY_L1",
        "CATEGORY_L2",
        "PRODUCT_NAME",
        "PRODUCT_DESCRIPTION",
        "BRAND",
        "CREATION_TIMESTAMP",
        "IN_STOCK",
        "AVAILABLE",
    ]


def test_what_the_domain_requires_of_items_is_never_null() -> None:
    types = types_of("Items")
    assert (types["PRICE"], types["CATEGORY_L1"]) == ("float", "string")
    assert types["CREATION_TIMESTAMP"] == ["long", "null"]


def test_a_custom_group_requires_other_columns() -> None:
    types = types_of("Items", domain="")
    assert types["PRICE"] == ["float", "null"]
    assert types["CATEGORY_L1"] == ["string", "null"]
    assert types["CREATION_TIMESTAMP"] == "long"


def test_users_have_a_column_besides_their_id() -> None:
    assert types_of("Users") == {"USER_ID": "string", "MEMBERSHIP_STATUS": "string"}


def test_names_that_amazon_keeps_are_flagged_as_it_wants() -> None:
    fields = fields_of("Items") | fields_of("Interactions")
    assert fields["CATEGORY_L1"]["categorical"]
    assert fields["PRODUCT_DESCRIPTION"]["textual"]
    assert "categorical" not in fields["EVENT_TYPE"]
    assert "categorical" not in fields["RECOMMENDATION_ID"]


@pytest.mark.parametrize("domain", ["ECOMMERCE", ""])
@pytest.mark.parametrize("name", ["Interactions", "Items", "Users"])
def test_a_schema_is_a_flat_record_of_its_type(name: str, domain: str) -> None:
    avro = json.loads(get_schema(name).to_avro(domain))
    fields = avro.pop("fields")
    assert avro == {
        "type": "record",
        "name": name,
        "namespace": "com.amazonaws.personalize.schema",
        "version": "1.0",
    }
    assert len({field["name"] for field in fields}) == len(fields)


def test_the_schemas_come_in_the_order_in_which_they_are_imported() -> None:
    names = [schema.dataset_type for schema in get_schemas()]
    assert names == ["Interactions", "Items", "Users"]


def test_a_dataset_type_is_known_in_any_case() -> None:
    assert get_schema("ITEMS") == get_schema("items")


def test_an_unknown_dataset_type_is_refused() -> None:
    with pytest.raises(ValueError, match="none of Interactions, Items, Users"):
        get_schema("Actions")


def test_an_unknown_domain_is_refused() -> None:
    with pytest.raises(ValueError, match="'E-commerce' is none of the domains"):
        get_schema("Users").to_avro("E-commerce")


def test_properties_of_events_that_amazon_is_sent_have_a_column(settings: Any) -> None:
    options = {"tracking_id": "t", "arns": ARNS, "properties": ["screenSize"]}
    path = "personalize.backends.aws.AmazonPersonalizeBackend"
    settings.PERSONALIZE = django_settings.PERSONALIZE | {
        "BACKENDS": [{"BACKEND": path, "OPTIONS": options}]
    }
    column = get_schema("Interactions").columns[-1]
    assert (column.name, column.property_name) == ("SCREEN_SIZE", "screenSize")
    assert fields_of("Interactions")["SCREEN_SIZE"]["categorical"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("PRICE", "price"),
        ("CATEGORY_L1", "categoryL1"),
        ("CREATION_TIMESTAMP", "creationTimestamp"),
        ("IN_STOCK", "inStock"),
    ],
)
def test_a_property_is_the_column_in_camel_case(name: str, expected: str) -> None:
    assert Column(name=name).property_name == expected


@pytest.mark.parametrize(
    ("column", "value", "cell"),
    [
        (Column(name="PRICE", kind="float"), Decimal("12.50"), "12.5"),
        (Column(name="PRICE", kind="float"), float("nan"), ""),
        (Column(name="PRICE", kind="float"), None, ""),
        (Column(name="TIMESTAMP", kind="long"), 1700000000.9, "1700000000"),
        (Column(name="BRAND", is_categorical=True), "  A|B\nC ", "A/B C"),
        (Column(name="PRODUCT_NAME"), 'A 12" pan \\ lid', "A 12” pan / lid"),
        (Column(name="PRODUCT_NAME"), "x" * 1001, "x" * 1000),
        (Column(name="PRODUCT_DESCRIPTION", is_textual=True), "x" * 9000, "x" * 7000),
        (Column(name="BRAND"), "ADULT", "Adult"),
        (Column(name="ITEM_ID", is_id=True), "ABC-1", "ABC-1"),
    ],
)
def test_a_value_becomes_what_amazon_reads(
    column: Column, value: object, cell: str
) -> None:
    assert column.to_cell(value) == cell


@pytest.mark.parametrize(
    "value", ["", "A 1", 'A"1', "x" * 129, "null", "None", "TIMESTAMP", None]
)
def test_an_id_that_amazon_would_ignore_or_refuse_is_an_error(value: object) -> None:
    with pytest.raises(InvalidRow, match="ITEM_ID"):
        Column(name="ITEM_ID", is_id=True).clean(value)


def test_a_required_value_that_is_missing_is_an_error() -> None:
    with pytest.raises(InvalidRow, match="PRICE has no value"):
        Column(name="PRICE", kind="float", required_in=("ECOMMERCE",)).clean(None)


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_a_word_that_amazon_keeps_is_never_data(word: str) -> None:
    assert Column(name="BRAND", is_categorical=True).to_cell(word) not in RESERVED


@given(text=st.text())
@example(text='"')
@example(text="\\")
@example(text="a\u2028b\x85c")
def test_whatever_a_product_is_called_all_readers_read_the_same(text: str) -> None:
    column = Column(name="BRAND", is_categorical=True)
    cell = column.to_cell(text)
    line = write_lines([["A-1", cell]])
    assert list(csv.reader([line])) == [["A-1", cell]]
    assert list(csv.reader([line], escapechar="\\")) == [["A-1", cell]]
    assert line.count("\n") == len(line.splitlines()) == 1
    assert column.to_cell(cell) == cell
