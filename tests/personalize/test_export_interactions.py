"""Which events are exported, and as what; and that they can be loaded again."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command

from personalize.datasets.history import make_history_id
from personalize.datasets.interactions import read_interactions
from personalize.enums import EventStatus
from personalize.identity import accounts
from personalize.models import Event
from tests.personalize.datasets import export, make_shopper, store_event, store_sale

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 1, 12, 0, 0, 900_000, tzinfo=UTC)
SAME = ("user_id", "item_id", "event_type", "event_value")


def test_an_event_is_a_row() -> None:
    store_sale("u_ann", event_value=9.5, recommendation_id="RID-1", timestamp=NOON)
    assert export("interactions") == [
        {
            "USER_ID": "u_ann",
            "ITEM_ID": "A-1",
            "EVENT_TYPE": "Purchase",
            "TIMESTAMP": "1793534400",
            "EVENT_VALUE": "9.5",
            "RECOMMENDATION_ID": "RID-1",
        }
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"user_id": ""},
        {"item_id": ""},
        {"event_type": "Search"},
        {"event_type": "Purchase", "is_verified": False},
        {"status": EventStatus.REJECTED},
        {"item_id": "TIMESTAMP"},
        {"user_id": "null"},
    ],
    ids=str,
)
def test_what_amazon_may_not_have_or_cannot_use_is_left_out(
    fields: dict[str, Any],
) -> None:
    store_event(**fields)
    store_event("u_bob")
    assert [row["USER_ID"] for row in export("interactions")] == ["u_bob"]


def test_whoever_opted_out_is_left_out() -> None:
    store_event(make_shopper(opted_out=True))
    assert export("interactions") == []


def test_what_a_guest_did_is_the_accounts_after_the_login() -> None:
    store_event("", session_id="g_1", timestamp=datetime.now(UTC))
    accounts.join_guest("g_1", "u_ann")
    assert [row["USER_ID"] for row in export("interactions")] == ["u_ann"]


def test_imported_history_is_exported_too() -> None:
    store_event("ann", session_id="", status=EventStatus.LOCAL)
    assert [row["USER_ID"] for row in export("interactions")] == ["ann"]


@pytest.mark.parametrize("since", ["2026-11-01", "2026-11-01T12:00:00+00:00"])
def test_only_the_newer_ones_can_be_asked_for(since: str) -> None:
    store_event(item_id="old", timestamp=datetime(2026, 10, 31, 23, tzinfo=UTC))
    store_event(item_id="new", timestamp=NOON)
    said = StringIO()
    call_command("export_dataset", "interactions", f"--since={since}", stdout=said)
    assert [line.split(",")[1] for line in said.getvalue().split()] == [
        "ITEM_ID",
        "new",
    ]


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01", "2026-02-30T10:00"])
def test_a_date_that_is_none_is_refused(since: str) -> None:
    with pytest.raises(CommandError, match="since"):
        call_command("export_dataset", "interactions", f"--since={since}")


def test_a_date_is_for_interactions_alone() -> None:
    with pytest.raises(CommandError, match="for interactions"):
        call_command("export_dataset", "items", "--since=2026-11-01")


def test_properties_that_amazon_is_sent_are_columns(settings: Any) -> None:
    entry = {
        "BACKEND": "personalize.backends.aws.AmazonPersonalizeBackend",
        "OPTIONS": {"tracking_id": "t", "properties": ["device"]},
    }
    settings.PERSONALIZE = django_settings.PERSONALIZE | {"BACKENDS": [entry]}
    store_event(properties={"device": "phone", "secret": "x"})
    [row] = export("interactions")
    assert row.pop("DEVICE") == "phone"
    assert "x" not in row.values()


def test_what_was_left_out_is_said_with_its_reason() -> None:
    store_event("null")
    said = StringIO()
    call_command("export_dataset", "interactions", stdout=StringIO(), stderr=said)
    assert "0 rows are written" in said.getvalue()
    assert "null: USER_ID 'null' is a word that Amazon keeps" in said.getvalue()


def test_only_the_first_reasons_are_listed() -> None:
    Event.objects.bulk_create(
        Event(event_type="View", item_id="A", user_id="none", visitor_id="none")
        for _ in range(23)
    )
    said = StringIO()
    call_command("export_dataset", "interactions", stdout=StringIO(), stderr=said)
    assert "… and 3 more" in said.getvalue()


@pytest.mark.parametrize("name", ["interactions.csv", "interactions.csv.gz"])
def test_what_is_exported_can_be_loaded_again(tmp_path: Path, name: str) -> None:
    store_event("u_ann", timestamp=NOON)
    store_sale("u_bob", item_id="B-1", event_value=19.99, timestamp=NOON)
    before = list(Event.objects.order_by("item_id").values_list(*SAME))
    call_command("export_dataset", "interactions", to=str(tmp_path / name), verbosity=0)
    Event.objects.all().delete()
    call_command("load_interactions", tmp_path / name, stdout=StringIO(), verbosity=0)
    assert list(Event.objects.order_by("item_id").values_list(*SAME)) == before


def test_loading_an_export_of_a_history_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(
        "USER_ID,ITEM_ID,EVENT_TYPE,TIMESTAMP\nann,A1,View,1\nbob,A2,View,2\n"
    )
    again = tmp_path / "again.csv"
    call_command("load_interactions", path, stdout=StringIO(), verbosity=0)
    call_command("export_dataset", "interactions", to=str(again), verbosity=0)
    wrong: list[Any] = []
    ids = {make_history_id(each) for each in read_interactions(again, wrong.append)}
    assert ids == set(Event.objects.values_list("event_id", flat=True))
    assert wrong == []
