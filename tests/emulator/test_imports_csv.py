"""What import jobs take from CSV files, and what they refuse in Amazon's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from personalize.emulator.datasets import find_dataset
from personalize.emulator.imports import import_rows
from personalize.emulator.kinds import IMPORT_JOB
from personalize.emulator.storage_memory import memory_of
from personalize.emulator.storage_reading import read_interactions
from personalize.emulator.storage_tables import BULK, begin_set, drop_unfinished
from tests.emulator.trained import HEADER, Row, Shop, make_history, open_shop

ITEM_HEADER = ("ITEM_ID", "PRICE", "CATEGORY_L1", "BRAND", "CREATION_TIMESTAMP")
GOOD = make_history()


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with open_shop(tmp_path) as shop:
        yield shop


def count(shop: Shop, dataset: str) -> int:
    return sum(1 for _ in read_interactions(shop.emulator.state.database, dataset))


def replace_cell(column: str, value: object) -> list[Row]:
    place = HEADER.index(column)
    spoilt = [*GOOD[0][:place], value, *GOOD[0][place + 1 :]]
    return [spoilt, *GOOD[1:]]


def test_all_rows_of_a_file_are_imported(shop: Shop) -> None:
    assert count(shop, shop.fill(GOOD)) == len(GOOD)


def test_the_header_decides_the_order_of_the_columns(shop: Shop) -> None:
    dataset = shop.add_dataset("Interactions")
    rows = [row[::-1] for row in GOOD]
    location = shop.write("reversed.csv", rows, HEADER[::-1])
    assert shop.import_from(dataset, location)["status"] == "ACTIVE"
    first = next(read_interactions(shop.emulator.state.database, dataset))
    assert first[0] == "u0"


def test_files_directly_in_a_folder_are_imported_together(shop: Shop) -> None:
    dataset = shop.add_dataset("Interactions")
    shop.write("folder/one.csv", GOOD[:600])
    shop.write("folder/two.csv", GOOD[600:])
    shop.write("folder/deeper/three.csv", GOOD[:600])
    shop.import_from(dataset, "s3://bucket/folder/")
    assert count(shop, dataset) == len(GOOD)


@pytest.mark.parametrize(
    ("rows", "header", "reason"),
    [
        (GOOD, HEADER[:3], "missing the following columns:[TIMESTAMP, EVENT_VALUE]"),
        (GOOD[:999], HEADER, "999 interaction records; at least 1000"),
        (replace_cell("TIMESTAMP", "yesterday"), HEADER, "line 2: TIMESTAMP"),
        (replace_cell("TIMESTAMP", 1_700_000_000_000), HEADER, "in seconds since 1970"),
        (replace_cell("TIMESTAMP", "9" * 5000), HEADER, "which is no long"),
        (replace_cell("ITEM_ID", ""), HEADER, "the schema does not allow null"),
        (replace_cell("USER_ID", "u" * 257), HEADER, "longer than 256"),
        (replace_cell("EVENT_VALUE", "much"), HEADER, "EVENT_VALUE is 'much'"),
        (replace_cell("EVENT_VALUE", "inf"), HEADER, "which is no number"),
        (replace_cell("EVENT_TYPE", "Timestamp"), HEADER, "reserved keyword"),
        ([GOOD[0][:3]], HEADER, "a line that is too short"),
        ([(*row[:2], "IMPRESSION", *row[3:]) for row in GOOD], HEADER, "All values in"),
    ],
)
def test_a_file_that_amazon_would_refuse_fails(
    shop: Shop, rows: Sequence[Row], header: Row, reason: str
) -> None:
    dataset = shop.add_dataset("Interactions")
    job = shop.import_from(dataset, shop.write("wrong.csv", rows, header))
    assert job["status"] == "CREATE FAILED"
    assert reason in job["failureReason"]
    assert count(shop, dataset) == 0


def test_a_file_that_is_no_text_fails(shop: Shop) -> None:
    dataset = shop.add_dataset("Interactions")
    location = shop.write("wrong.csv", [])
    (shop.folder / "bucket/wrong.csv").write_bytes(b"USER_ID\xff\xfe")
    job = shop.import_from(dataset, location)
    assert "Input CSV cannot be read" in job["failureReason"]


@pytest.mark.parametrize(
    "location", ["s3://bucket/no.csv", "s3://nothing/", "s3://bucket/../../etc/passwd"]
)
def test_what_is_not_there_is_an_invalid_location(shop: Shop, location: str) -> None:
    job = shop.import_from(shop.add_dataset("Interactions"), location)
    assert job["status"] == "CREATE FAILED"
    assert job["failureReason"].startswith("Invalid Data location.")


def test_other_places_than_s3_are_refused_at_once(shop: Shop) -> None:
    dataset = shop.add_dataset("Interactions")
    refusal = shop.personalize.exceptions.InvalidInputException
    with pytest.raises(refusal, match="Invalid Data location"):
        shop.import_from(dataset, "https://example.com/file.csv")


def test_a_full_import_replaces_the_one_before(shop: Shop) -> None:
    dataset = shop.fill(GOOD)
    shop.import_from(dataset, shop.write("less.csv", GOOD[:1000]), "second")
    assert count(shop, dataset) == 1000


def test_a_failed_import_leaves_what_was_there(shop: Shop) -> None:
    dataset = shop.fill(GOOD)
    shop.import_from(dataset, shop.write("few.csv", GOOD[:3]), "second")
    assert count(shop, dataset) == len(GOOD)


def test_an_incremental_import_adds(shop: Shop) -> None:
    dataset = shop.fill(GOOD)
    more = shop.write("more.csv", GOOD[:1000])
    shop.import_from(dataset, more, "second", "INCREMENTAL")
    assert count(shop, dataset) == len(GOOD) + 1000


def test_the_first_import_must_be_full(shop: Shop) -> None:
    dataset = shop.add_dataset("Interactions")
    refusal = shop.personalize.exceptions.InvalidInputException
    with pytest.raises(refusal, match="must be FULL"):
        shop.import_from(dataset, shop.write("a.csv", GOOD), mode="INCREMENTAL")


def test_items_of_the_same_id_are_replaced(shop: Shop) -> None:
    dataset = shop.add_dataset("Items")
    shop.import_from(
        dataset,
        shop.write(
            "a.csv", [("a", 1, "x", "", ""), ("b", 1, "x", "", "")], ITEM_HEADER
        ),
    )
    shop.import_from(
        dataset,
        shop.write("b.csv", [("a", 2.5, "y|z", "Acme", 9)], ITEM_HEADER),
        "second",
        "INCREMENTAL",
    )
    records = memory_of(shop.emulator.state).get_records(dataset)
    assert records["a"] == {
        "PRICE": 2.5,
        "CATEGORY_L1": "y|z",
        "BRAND": "Acme",
        "CREATION_TIMESTAMP": 9,
    }
    assert records.keys() == {"a", "b"}


def test_quotes_may_be_escaped_as_the_guide_does(shop: Shop) -> None:
    dataset = shop.add_dataset("Items")
    location = shop.write("a.csv", [], ITEM_HEADER)
    path = shop.folder / "bucket/a.csv"
    path.write_text(path.read_text() + 'a,1,"12\\" pan, ""new""",,\n')
    shop.import_from(dataset, location)
    records = memory_of(shop.emulator.state).get_records(dataset)
    assert records["a"]["CATEGORY_L1"] == '12" pan, "new"'


def test_a_deleted_dataset_leaves_no_rows(shop: Shop) -> None:
    dataset = shop.fill(GOOD)
    shop.personalize.delete_dataset(datasetArn=dataset)
    assert find_dataset(shop.emulator.state, shop.group, "INTERACTIONS") is None
    assert count(shop, dataset) == 0


def test_an_import_that_is_taken_up_again_adds_nothing_twice(shop: Shop) -> None:
    dataset = shop.fill(GOOD)
    state = shop.emulator.state
    (job,) = state.find(IMPORT_JOB)
    import_rows(state, job)
    assert count(shop, dataset) == len(GOOD)


def test_what_a_broken_off_import_left_is_dropped(shop: Shop) -> None:
    dataset = shop.fill(GOOD)
    database = shop.emulator.state.database
    begin_set(database, dataset, BULK)
    drop_unfinished(database)
    assert database.execute("SELECT source FROM record_sets") == [(BULK,)]
