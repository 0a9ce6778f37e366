from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from personalize.enums import EventType
from personalize.events import NewEvent, make_event_id, record, record_many
from personalize.identity import Visitor
from personalize.models import Event

GUEST = Visitor(session_id="g_1")
SHOPPER = Visitor(user_id="u_1", session_id="s_1")
NOBODY = Visitor(is_tracked=False)

pytestmark = pytest.mark.django_db


def purchases(*item_ids: str, prefix: str = "order-1") -> list[NewEvent]:
    return [
        NewEvent(
            event_type=EventType.PURCHASE, item_id=each, event_id=f"{prefix}-{each}"
        )
        for each in item_ids
    ]


def test_an_order_that_may_repeat_costs_one_query_more(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(2):
        record_many(SHOPPER, purchases("A-1", "A-2", "A-3"))


def test_the_same_event_id_twice_is_one_event() -> None:
    first = record(GUEST, EventType.VIEW, item_id="A-1", event_id="abc")
    second = record(GUEST, EventType.VIEW, item_id="A-2", event_id="abc")
    assert first == second
    assert Event.objects.get().item_id == "A-1"


def test_the_same_event_id_of_another_visitor_is_another_event() -> None:
    record(GUEST, EventType.VIEW, item_id="A-1", event_id="abc")
    record(SHOPPER, EventType.VIEW, item_id="A-1", event_id="abc")
    assert Event.objects.count() == 2


def test_an_event_id_may_be_any_text() -> None:
    event = record(GUEST, EventType.VIEW, item_id="A-1", event_id="…" * 500)
    assert event is not None
    assert event.event_id == make_event_id(GUEST, "…" * 500)


def test_new_events_and_repeated_ones_are_told_apart() -> None:
    record_many(SHOPPER, purchases("A-1"))
    recorded = record_many(SHOPPER, purchases("A-1", "A-2", "A-2"))
    assert [each.is_duplicate for each in recorded] == [True, False, True]
    assert [each.event.item_id for each in recorded] == ["A-1", "A-2", "A-2"]


def test_every_recorded_event_has_its_primary_key() -> None:
    recorded = record_many(SHOPPER, purchases("A-1", "A-2"))
    stored = set(Event.objects.values_list("pk", flat=True))
    assert {each.event.pk for each in recorded} == stored


def test_an_event_that_another_request_stored_a_moment_ago_is_not_stored_again() -> (
    None
):
    (new,) = purchases("A-1")
    stored = record_many(SHOPPER, [new])[0].event
    late = Event(event_id=stored.event_id, item_id="A-1", session_id="s_1")
    Event.objects.insert_once([late])
    assert late.pk == stored.pk
    assert Event.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_event_that_many_requests_bring_at_once_is_one_event() -> None:
    def bring(number: int) -> int:
        event = record(GUEST, EventType.VIEW, item_id="A-1", event_id="abc")
        connection.close()
        return event.pk if event else 0

    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(bring, range(16)))
    assert keys == {Event.objects.get().pk}


def test_receivers_do_not_hear_of_a_repeated_event(
    tracked: list[Event], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    record_many(SHOPPER, purchases("A-1"))
    with django_capture_on_commit_callbacks(execute=True):
        record_many(SHOPPER, purchases("A-1"))
    assert tracked == []
