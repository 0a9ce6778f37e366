from __future__ import annotations

import gzip
from math import isnan
from pathlib import Path

import pytest

from personalize.engine.evaluation.exceptions import EvaluationError
from personalize.engine.evaluation.item_reading import read_items
from personalize.engine.evaluation.reading import read_interactions
from tests.personalize.evaluation import get_rows

HEADER = "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "events.csv"


def test_events_are_read(file: Path) -> None:
    file.write_text(f"{HEADER}ann,boot,View,1700000000\nbob,pan,Wave,1\n")
    assert get_rows(read_interactions(file)) == [
        ("ann", "boot", "View", 1_700_000_000),
        ("bob", "pan", "Wave", 1),
    ]


def test_a_compressed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "events.csv.gz"
    path.write_bytes(gzip.compress(f"{HEADER}ann,boot,View,1\n".encode()))
    assert len(read_interactions(path)) == 1


def test_columns_may_be_in_any_order_among_others(file: Path) -> None:
    file.write_text(
        "\ufeffitem_id,COLOUR,timestamp,EVENT_TYPE,User_ID\nboot,red,7,View,ann\n"
    )
    assert get_rows(read_interactions(file)) == [("ann", "boot", "View", 7)]


def test_a_known_type_may_be_written_in_any_case(file: Path) -> None:
    file.write_text(f"{HEADER}ann,boot,ADDTOCART,1\n")
    assert get_rows(read_interactions(file))[0][2] == "AddToCart"


def test_empty_lines_are_skipped(file: Path) -> None:
    file.write_text(f"{HEADER}\nann,boot,View,1\n\n")
    assert len(read_interactions(file)) == 1


def test_a_file_with_no_events_is_an_empty_log(file: Path) -> None:
    file.write_text(HEADER)
    assert len(read_interactions(file)) == 0


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("ann,boot,View,soon", "TIMESTAMP 'soon' is not a whole number of seconds"),
        ("ann,boot,View,", "TIMESTAMP '' is not"),
        ("ann,boot,View,-1", "TIMESTAMP '-1' is not"),
        ("ann,boot,View,1700000000000", "is in milliseconds: use seconds"),
        ("ann,boot,View," + "9" * 5000, "is in milliseconds: use seconds"),
        ("ann,boot,View,١", "is not a whole number"),
        ("ann,boot", "columns are missing"),
        (",boot,View,1", "USER_ID and ITEM_ID must not be empty"),
        ("ann,,View,1", "USER_ID and ITEM_ID must not be empty"),
    ],
)
def test_a_wrong_row_is_named_by_its_line(file: Path, row: str, reason: str) -> None:
    file.write_text(f"{HEADER}ann,boot,View,1\n\n{row}\n")
    with pytest.raises(EvaluationError, match=f"events.csv, line 4: .*{reason}"):
        read_interactions(file)


def test_a_missing_column_is_named(file: Path) -> None:
    file.write_text("USER_ID,ITEM_ID\n")
    with pytest.raises(EvaluationError, match="lacks the column EVENT_TYPE, TIMESTAMP"):
        read_interactions(file)


@pytest.mark.parametrize("name", ["nowhere.csv", "nowhere.csv.gz"])
def test_a_file_that_is_not_there_is_said_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(EvaluationError, match="nowhere.csv.* cannot be read"):
        read_interactions(tmp_path / name)


@pytest.mark.parametrize(
    "content",
    [b"no gzip", gzip.compress(b"x" * 999)[:-9]],
    ids=["not compressed", "cut off"],
)
def test_a_damaged_file_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "events.csv.gz"
    path.write_bytes(content)
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_interactions(path)


def test_another_encoding_is_said_so(file: Path) -> None:
    file.write_bytes(HEADER.encode() + b"ann,caf\xe9,View,1\n")
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_interactions(file)


def test_items_are_read_with_what_is_known_of_them(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text(
        "ITEM_ID,NAME,DESCRIPTION,PRICE,CATEGORY_L1,CATEGORY_L2,BRAND\n"
        "boot,Boot,Warm,59.5,Shoes,Winter|Outdoor,Acme\n"
    )
    [row] = read_items(path).item_ids
    features = read_items(path)
    assert (row, features.texts[0], features.brands[0]) == ("boot", "Boot Warm", "Acme")
    assert features.categories[0] == ("Shoes", "Winter", "Outdoor")
    assert features.prices[0] == 59.5


def test_what_is_not_known_of_an_item_stays_open(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text("ITEM_ID,TITLE,PRICE\nboot,Boot\npan,,cheap\n")
    features = read_items(path)
    assert features.texts == ["Boot", ""]
    assert features.categories == [(), ()]
    assert [isnan(price) for price in features.prices] == [True, True]


def test_items_need_an_id(tmp_path: Path) -> None:
    path = tmp_path / "items.csv"
    path.write_text("NAME\nBoot\n")
    with pytest.raises(EvaluationError, match="lacks the column ITEM_ID"):
        read_items(path)
