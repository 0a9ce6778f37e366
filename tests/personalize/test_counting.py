from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import connection

from personalize.counting import add_counts, count_batch, count_events
from personalize.enums import EventStatus, EventType
from personalize.models import Event, ItemCount
from tests.personalize.outbox import START, make_event, store, store_session

pytestmark = pytest.mark.django_db
DAY = START.date()


def counts() -> dict[tuple[str, str, date], int]:
    rows = ItemCount.objects.values_list("event_type", "item_id", "day", "count")
    return {
        (event_type, item_id, day): count for event_type, item_id, day, count in rows
    }


def test_events_are_counted_by_type_item_and_day() -> None:
    store(
        make_event(item_id="A"),
        make_event(item_id="A"),
        make_event(item_id="B"),
        make_event(item_id="A", event_type=EventType.PURCHASE),
        make_event(item_id="A", timestamp=START - timedelta(days=1)),
    )
    assert count_events() == 5
    assert counts() == {
        ("View", "A", DAY): 2,
        ("View", "B", DAY): 1,
        ("Purchase", "A", DAY): 1,
        ("View", "A", DAY - timedelta(days=1)): 1,
    }


def test_an_event_counts_once() -> None:
    store(make_event(item_id="A"))
    assert [count_events(), count_events()] == [1, 0]
    assert counts() == {("View", "A", DAY): 1}


def test_new_events_are_added_to_what_was_counted() -> None:
    store(make_event(item_id="A"))
    count_events()
    store(make_event(item_id="A"), make_event(item_id="A"))
    count_events()
    assert counts() == {("View", "A", DAY): 3}


def test_a_purchase_that_only_a_client_reported_does_not_count() -> None:
    store(make_event(event_type=EventType.PURCHASE, is_verified=False))
    assert count_events() == 1
    assert counts() == {}
    assert Event.objects.uncounted().count() == 0


def test_a_view_that_a_client_reported_counts() -> None:
    store(make_event(item_id="A", is_verified=False))
    count_events()
    assert counts() == {("View", "A", DAY): 1}


def test_a_search_has_no_item_to_count() -> None:
    store(make_event(item_id="", event_type=EventType.SEARCH))
    assert (count_events(), counts()) == (1, {})


def test_imported_history_counts_though_it_is_never_delivered() -> None:
    store(make_event(item_id="A", status=EventStatus.LOCAL))
    count_events()
    assert counts() == {("View", "A", DAY): 1}


def test_days_are_those_of_utc() -> None:
    tokyo = timezone(timedelta(hours=9))
    store(make_event(item_id="A", timestamp=datetime(2026, 11, 2, 1, tzinfo=tokyo)))
    store(make_event(item_id="B", timestamp=datetime(2026, 11, 1, 23, 59, tzinfo=UTC)))
    count_events()
    assert {day for _, _, day in counts()} == {date(2026, 11, 1)}


def test_counting_ends_with_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("personalize.counting.BATCH_SIZE", 2)
    store_session(5)
    assert count_events(seconds=0) == 2


def test_all_batches_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("personalize.counting.BATCH_SIZE", 2)
    store_session(5)
    assert count_events() == 5


def test_a_batch_takes_the_same_number_of_queries_however_large(
    django_assert_num_queries: Any,
) -> None:
    store_session(50)
    with django_assert_num_queries(5):  # SAVEPOINT, SELECT, INSERT, UPDATE, RELEASE
        count_batch()


def test_adding_nothing_is_fine() -> None:
    add_counts({})
    assert counts() == {}


@pytest.mark.django_db(transaction=True)
def test_who_counts_at_the_same_time_counts_other_events(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("personalize.counting.BATCH_SIZE", 7)
    store(*(make_event(item_id=f"A-{n % 3}") for n in range(300)))

    def count(number: int) -> int:
        counted = count_events()
        connection.close()
        return counted

    with ThreadPoolExecutor(4) as pool:
        counted = sum(pool.map(count, range(4)))
    assert counted == sum(counts().values()) == 300
