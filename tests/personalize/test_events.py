from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpRequest
from django.test import RequestFactory

from personalize.enums import EventStatus, EventType
from personalize.events import NewEvent, make_event_id, record, record_many, track
from personalize.identity import Visitor
from personalize.models import Event
from personalize.sessions import KEY as SESSION_KEY
from personalize.signals import event_tracked

GUEST = Visitor(session_id="g_1")
SHOPPER = Visitor(user_id="u_1", session_id="s_1")
NOBODY = Visitor(is_tracked=False)

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_() -> HttpRequest:
    return RequestFactory().get("/")


@pytest.fixture
def tracked() -> Any:
    heard: list[Event] = []

    def hear(event: Event, **kwargs: Any) -> None:
        heard.append(event)

    event_tracked.connect(hear)
    yield heard
    event_tracked.disconnect(hear)


def clicked(item_id: str, recommendation_id: str) -> HttpRequest:
    request = RequestFactory().get("/")
    request.COOKIES["personalize_click"] = f"{item_id}~{recommendation_id}"
    return request


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


def test_the_visitor_is_found_in_the_request(client: Any) -> None:
    request = RequestFactory().get("/", HTTP_USER_AGENT="Mozilla/5.0 (X11) Firefox/140")
    request.session = client.session
    event = track(request, EventType.VIEW, item_id="A-1")
    assert event is not None
    assert event.session_id.startswith("g_")


def test_tracking_a_view_is_one_insert(
    request_: HttpRequest, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        track(request_, EventType.VIEW, item_id="A-1", visitor=SHOPPER)


def test_an_order_of_many_lines_is_one_insert(django_assert_num_queries: Any) -> None:
    lines = [NewEvent(event_type="Purchase", item_id=f"A-{n}") for n in range(12)]
    with django_assert_num_queries(1):
        record_many(SHOPPER, lines)


def test_an_order_that_may_repeat_costs_one_query_more(
    django_assert_num_queries: Any,
) -> None:
    with django_assert_num_queries(2):
        record_many(SHOPPER, purchases("A-1", "A-2", "A-3"))


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


def test_a_view_is_owed_to_the_recommendation_that_was_clicked() -> None:
    event = track(clicked("A-1", "RID-7f"), "View", item_id="A-1", visitor=GUEST)
    assert event is not None
    assert event.recommendation_id == "RID-7f"


def test_a_recommendation_named_by_the_caller_wins() -> None:
    request = clicked("A-1", "RID-7f")
    event = track(
        request, "View", item_id="A-1", visitor=GUEST, recommendation_id="RID-8"
    )
    assert event is not None
    assert event.recommendation_id == "RID-8"


@pytest.mark.parametrize(
    ("event_type", "request_"),
    [
        ("View", clicked("A-2", "RID-7f")),
        ("AddToCart", clicked("A-1", "RID-7f")),
        ("View", clicked("A-1", "")),
        ("View", clicked("A-1", "x" * 41)),
        ("View", clicked("A-1", "RID\x00")),
        ("View", clicked("A-1", "%00")),
        ("View", RequestFactory().get("/")),
    ],
)
def test_no_other_click_counts(event_type: str, request_: HttpRequest) -> None:
    event = track(request_, event_type, item_id="A-1", visitor=GUEST)
    assert event is not None
    assert event.recommendation_id == ""


def test_the_item_id_in_the_click_may_hold_any_character() -> None:
    event = track(clicked("caf%C3%A9~1", "R"), "View", item_id="café~1", visitor=GUEST)
    assert event is not None
    assert event.recommendation_id == "R"


def test_receivers_hear_of_an_event_after_the_commit(
    tracked: list[Event], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        event = record(GUEST, EventType.VIEW, item_id="A-1")
        assert tracked == []
    assert tracked == [event]


def test_receivers_do_not_hear_of_a_repeated_event(
    tracked: list[Event], django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    record_many(SHOPPER, purchases("A-1"))
    with django_capture_on_commit_callbacks(execute=True):
        record_many(SHOPPER, purchases("A-1"))
    assert tracked == []


def test_a_receiver_that_fails_does_not_fail_the_request(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    def fail(**kwargs: Any) -> None:
        raise ZeroDivisionError

    event_tracked.connect(fail)
    with django_capture_on_commit_callbacks(execute=True):
        record(GUEST, EventType.VIEW, item_id="A-1")
    assert event_tracked.disconnect(fail)


def test_the_guest_is_forgotten_when_one_event_has_carried_both_ids(
    request_: HttpRequest, client: Any
) -> None:
    request_.session = client.session
    request_.session[SESSION_KEY] = {"guest_id": "g_1", "account": "1"}
    linked = Visitor(user_id="u_1", session_id="g_1")
    track(request_, EventType.VIEW, item_id="A-1", visitor=linked)
    assert request_.session[SESSION_KEY]["guest_id"] == ""
