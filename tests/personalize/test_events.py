from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import login
from django.db import transaction
from django.http import HttpRequest
from django.test import RequestFactory

from personalize.enums import EventStatus, EventType
from personalize.events import NewEvent, record, record_many, track
from personalize.identity import Visitor, guests
from personalize.models import Event
from personalize.signals import event_tracked
from tests.personalize.factories import make_request, make_user

GUEST = Visitor(session_id="g_1")
SHOPPER = Visitor(user_id="u_1", session_id="s_1")
NOBODY = Visitor(is_tracked=False)

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/")


def view(request: HttpRequest) -> Event:
    event = track(request, EventType.VIEW, item_id="A-1")
    assert event is not None
    return event


def purchases(*item_ids: str, prefix: str = "order-1") -> list[NewEvent]:
    return [
        NewEvent(
            event_type=EventType.PURCHASE, item_id=each, event_id=f"{prefix}-{each}"
        )
        for each in item_ids
    ]


def test_a_view_is_stored_to_be_delivered(request_: HttpRequest) -> None:
    event = track(request_, EventType.VIEW, item_id="A-1", visitor=SHOPPER)
    assert event == Event.objects.get(
        event_type="View",
        item_id="A-1",
        user_id="u_1",
        session_id="s_1",
        visitor_id="u_1",
        status=EventStatus.PENDING,
    )


def test_a_guests_events_carry_no_user() -> None:
    event = record(GUEST, EventType.VIEW, item_id="A-1")
    assert event is not None
    assert (event.user_id, event.session_id, event.visitor_id) == ("", "g_1", "g_1")


def test_an_item_is_named_by_any_value_that_its_catalog_uses(
    request_: HttpRequest,
) -> None:
    track(request_, EventType.VIEW, item_id=7, visitor=GUEST)
    assert Event.objects.get().item_id == "7"


def test_the_visitor_is_found_in_the_request() -> None:
    assert view(make_request()).session_id.startswith("g_")


def test_tracking_a_view_is_one_insert(
    request_: HttpRequest, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        track(request_, EventType.VIEW, item_id="A-1", visitor=SHOPPER)


def test_an_order_of_many_lines_is_one_insert(django_assert_num_queries: Any) -> None:
    lines = [NewEvent(event_type="Purchase", item_id=f"A-{n}") for n in range(12)]
    with django_assert_num_queries(1):
        record_many(SHOPPER, lines)


def test_who_is_not_tracked_leaves_nothing(request_: HttpRequest) -> None:
    assert track(request_, EventType.VIEW, item_id="A-1", visitor=NOBODY) is None
    assert record_many(NOBODY, purchases("A-1")) == []
    assert Event.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_event_is_part_of_its_callers_transaction(tracked: list[Event]) -> None:
    with transaction.atomic():
        record(GUEST, EventType.VIEW, item_id="A-1")
        transaction.set_rollback(True)
    assert (Event.objects.count(), tracked) == (0, [])


def test_a_search_is_kept_here() -> None:
    event = record(GUEST, EventType.SEARCH, properties={"query": "red shoes"})
    assert event is not None
    assert event.status == EventStatus.LOCAL


def test_a_clients_purchase_is_not_verified() -> None:
    event = record(GUEST, EventType.PURCHASE, item_id="A-1", is_verified=False)
    assert event is not None
    assert Event.objects.get().is_verified is False


def test_an_event_keeps_the_time_when_it_happened() -> None:
    moment = datetime(2026, 11, 1, 8, tzinfo=UTC)
    record(GUEST, EventType.VIEW, item_id="A-1", timestamp=moment)
    assert Event.objects.get().timestamp == moment


def test_receivers_hear_of_an_event_after_the_commit(
    tracked: list[Event], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        event = record(GUEST, EventType.VIEW, item_id="A-1")
        assert tracked == []
    assert tracked == [event]


def test_a_receiver_that_fails_does_not_fail_the_request(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    def fail(**kwargs: Any) -> None:
        raise ZeroDivisionError

    event_tracked.connect(fail)
    with django_capture_on_commit_callbacks(execute=True):
        record(GUEST, EventType.VIEW, item_id="A-1")
    assert event_tracked.disconnect(fail)


def test_after_the_login_one_event_carries_the_guest_and_the_account() -> None:
    guest_id = guests.mint()
    request = make_request()
    request.COOKIES[guests.cookie_name()] = guests.sign(guest_id)
    login(request, make_user(), backend="django.contrib.auth.backends.ModelBackend")
    first, second = view(request), view(request)
    assert first.user_id == second.user_id != ""
    assert first.session_id == guest_id
    assert second.session_id.startswith("s_")
