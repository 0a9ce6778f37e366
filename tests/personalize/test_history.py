"""Loading a history in Amazon's format."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from personalize.models import Event, ItemCount
from shop.catalog.models import Product
from tests.shop.factories import make_product

HEADER = "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP"
SHARED = Path(__file__).parents[3] / "shared" / "data"

pytestmark = pytest.mark.django_db

Load = Callable[..., str]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Load these lines; gives what the command said."""

    def load_lines(*lines: str, header: str = HEADER, **options: Any) -> str:
        path = tmp_path / "history.csv"
        path.write_text("\n".join([header, *lines]))
        said = StringIO()
        call_command(
            "load_interactions", path, stdout=said, stderr=said, verbosity=0, **options
        )
        return said.getvalue()

    return load_lines


def test_a_row_becomes_an_event_that_stays_here(load: Load) -> None:
    load("ann,A1,View,1700000000")
    event = Event.objects.get()
    assert (event.visitor_id, event.item_id, event.event_type) == ("ann", "A1", "View")
    assert (event.status, event.timestamp.timestamp()) == ("local", 1700000000)


def test_rows_are_counted(load: Load) -> None:
    load("ann,A1,Purchase,1700000000", "bob,A1,Purchase,1700000005")
    assert ItemCount.objects.get().count == 2
    assert not Event.objects.uncounted().exists()


def test_loading_a_file_twice_adds_nothing(load: Load) -> None:
    lines = ["ann,A1,View,1700000000", "ann,A2,View,1700000001"]
    load(*lines)
    load(*lines)
    assert Event.objects.count() == 2
    assert [row.count for row in ItemCount.objects.all()] == [1, 1]


def test_a_line_that_is_there_twice_is_one_event(load: Load) -> None:
    load("ann,A1,View,1700000000", "ann,A1,View,1700000000")
    assert ItemCount.objects.get().count == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ann,A1,View", "has 3 columns instead of 4"),
        (",A1,View,1700000000", "USER_ID ''"),
        ("ann,,View,1700000000", "ITEM_ID ''"),
        ("ann,A 1,View,1700000000", "ITEM_ID 'A 1'"),
        (f"ann,{'x' * 129},View,1700000000", "ITEM_ID"),
        ("ann,A1,Look,1700000000", "EVENT_TYPE 'Look' is none of View"),
        ("ann,A1,Search,1700000000", "EVENT_TYPE 'Search'"),
        ("ann,A1,View,yesterday", "TIMESTAMP 'yesterday'"),
        ("ann,A1,View,-5", "TIMESTAMP '-5'"),
        ("ann,A1,View,1700000000000", "milliseconds"),
        ("ann,A1,View,١٧٠٠٠٠٠٠٠٠", "TIMESTAMP"),
        ("ann,A\x001,View,1700000000", "ITEM_ID"),
    ],
)
def test_a_wrong_row_is_listed_and_the_rest_is_loaded(
    load: Load, line: str, reason: str
) -> None:
    said = load("ann,A1,View,1700000000", line, "bob,A1,View,1700000000")
    assert "line 3: " in said
    assert reason in said
    assert Event.objects.count() == 2


def test_only_the_first_wrong_rows_are_listed(load: Load) -> None:
    said = load(*["wrong"] * 25)
    assert "Left out 25 wrong rows" in said
    assert "and 5 more" in said


def test_values_are_read_when_there_are_any(load: Load) -> None:
    header = f"{HEADER},EVENT_VALUE"
    said = load(
        "ann,A1,Purchase,1700000000,9.5",
        "ann,A2,Purchase,1700000000,",
        "ann,A3,Purchase,1700000000,nan",
        header=header,
    )
    values = Event.objects.order_by("item_id").values_list("event_value", flat=True)
    assert list(values) == [9.5, None]
    assert "EVENT_VALUE 'nan' is not a number" in said


def test_ids_with_backslashes_are_kept(load: Load) -> None:
    load(r"a\tb,A\N,View,1700000000")
    event = Event.objects.get()
    assert (event.user_id, event.item_id) == (r"a\tb", r"A\N")


def test_items_are_made_for_unknown_ids(load: Load, tmp_path: Path) -> None:
    make_product("Known", sku="A1")
    items = tmp_path / "items.csv"
    items.write_text("ITEM_ID,NAME,PRICE\nA2,RED MUG,4.25\nA3,,nonsense\n")
    said = load("ann,A1,View,1", "ann,A2,View,2", "ann,A3,View,3", items=items)
    assert "made 2 items" in said
    made = Product.objects.get(sku="A2")
    assert (made.name, str(made.price), made.is_available) == ("Red mug", "4.25", True)
    assert Product.objects.get(sku="A3").name == "Item A3"


def test_a_compressed_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "history.csv.gz"
    path.write_bytes(gzip.compress(f"{HEADER}\nann,A1,View,1\n".encode()))
    call_command("load_interactions", path, stdout=StringIO(), verbosity=0)
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("history.csv", b"USER,ITEM\n", "lacks the column USER_ID, ITEM_ID"),
        ("history.csv", b"", "lacks the column"),
        ("history.csv.gz", b"not gzip", "cannot be read"),
        ("history.csv.gz", gzip.compress(b"x" * 9999, mtime=0)[:20], "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=reason):
        call_command("load_interactions", path, verbosity=0)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_interactions", tmp_path / "none.csv", verbosity=0)


@pytest.mark.skipif(not SHARED.exists(), reason="the retailer's history is not here")
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the large file is for PostgreSQL"
)
def test_a_real_retailers_history_is_loaded() -> None:
    said = StringIO()
    call_command(
        "load_interactions",
        SHARED / "online-retail.csv.gz",
        items=SHARED / "online-retail.items.csv.gz",
        stdout=said,
        stderr=said,
        verbosity=0,
    )
    assert "Loaded 386250 events; made 3659 items" in said.getvalue()
    assert Product.objects.get(sku="85123A").name.startswith("Cream hanging heart")
