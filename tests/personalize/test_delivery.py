from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models.functions import Now

from personalize import delivery
from personalize.backends.locmem import LocMemBackend
from personalize.enums import EventStatus, EventType
from personalize.exceptions import (
    BackendUnavailable,
)
from personalize.models import Event, UserIdentity
from personalize.outbox import LEASE
from personalize.signals import events_delivered
from tests.personalize.outbox import (
    START,
    item_ids,
    make_due,
    make_event,
    store,
    store_session,
)

pytestmark = pytest.mark.django_db
DOWN = BackendUnavailable("It is down.")


def test_a_call_carries_ten_events_at_most(backend: LocMemBackend) -> None:
    store_session(30)
    delivery.deliver_due()
    assert [len(call.events) for call in backend.calls] == [10, 10, 10]


def test_an_order_of_twelve_lines_is_two_calls(backend: LocMemBackend) -> None:
    store_session(12, event_type=EventType.PURCHASE, user_id="u_1")
    delivery.deliver_due()
    assert [len(call.events) for call in backend.calls] == [10, 2]


def test_a_call_carries_one_session_of_one_user(backend: LocMemBackend) -> None:
    store(
        make_event(session_id="g_1"),
        make_event(session_id="g_1", user_id="u_1"),
        make_event(session_id="s_2", user_id="u_1"),
        make_event(session_id="g_1"),
    )
    delivery.deliver_due()
    calls = {
        (call.user_id, call.session_id): len(call.events) for call in backend.calls
    }
    assert calls == {("", "g_1"): 2, ("u_1", "g_1"): 1, ("u_1", "s_2"): 1}


def test_events_are_sent_in_the_order_in_which_they_happened(
    backend: LocMemBackend,
) -> None:
    store(
        make_event(item_id="third", timestamp=START + timedelta(seconds=9)),
        make_event(item_id="first", timestamp=START),
        make_event(item_id="second", timestamp=START),
    )
    delivery.deliver_due()
    assert item_ids(backend.events) == ["first", "second", "third"]


def test_searches_and_imported_history_stay_here(backend: LocMemBackend) -> None:
    store(make_event(status=EventStatus.LOCAL))
    assert delivery.deliver_due() == 0
    assert backend.calls == []


def test_no_more_is_claimed_than_asked_for(backend: LocMemBackend) -> None:
    store_session(5)
    assert delivery.deliver_due(limit=2) == 2
    assert Event.objects.pending().count() == 3


def test_delivering_all_takes_as_many_claims_as_it_needs(
    backend: LocMemBackend,
) -> None:
    store_session(401)
    assert delivery.deliver_all(seconds=60) == 401
    assert Event.objects.pending().count() == 0


def test_delivering_all_ends_with_its_time(backend: LocMemBackend) -> None:
    store_session(401)
    assert delivery.deliver_all(seconds=0) == 400


def test_delivering_all_ends_when_it_is_told_to(backend: LocMemBackend) -> None:
    store_session(1)
    assert delivery.deliver_all(seconds=60, should_stop=lambda: True) == 0


def test_a_claimed_event_is_leased_by_the_clock_of_the_database() -> None:
    store(make_event())
    Event.objects.with_opt_outs().claim(10)
    leased = Event.objects.filter(
        next_attempt_at__gt=Now() + LEASE - timedelta(seconds=5),
        next_attempt_at__lte=Now() + LEASE,
    )
    assert leased.get().attempts == 1


def test_a_leased_event_is_not_due(backend: LocMemBackend) -> None:
    store(make_event())
    Event.objects.with_opt_outs().claim(10)
    assert delivery.deliver_due() == 0


def test_an_event_whose_lease_ran_out_is_sent_by_the_next(
    backend: LocMemBackend,
) -> None:
    store(make_event())
    Event.objects.with_opt_outs().claim(10)
    make_due()
    assert delivery.deliver_due() == 1


def test_those_who_opted_out_meanwhile_are_not_sent(
    backend: LocMemBackend,
) -> None:
    account = get_user_model().objects.create_user("anna", "anna@example.com")
    UserIdentity.objects.create(account=account, user_id="u_1", opted_out=True)
    store(
        make_event(item_id="own", user_id="u_1"),
        make_event(item_id="as-guest", session_id="g_1", visitor_id="u_1"),
        make_event(item_id="of-another", user_id="u_2"),
    )
    delivery.deliver_due()
    assert item_ids(backend.events) == ["of-another"]
    assert set(
        Event.objects.filter(error="opted out").values_list("item_id", "status")
    ) == {
        ("own", "rejected"),
        ("as-guest", "rejected"),
    }


def test_receivers_hear_what_was_delivered_and_where(backend: LocMemBackend) -> None:
    heard: list[dict[str, Any]] = []

    def hear(**kwargs: Any) -> None:
        heard.append(kwargs)

    events_delivered.connect(hear)
    store_session(2)
    delivery.deliver_due()
    events_delivered.disconnect(hear)
    assert [(item_ids(each["events"]), each["backend"]) for each in heard] == [
        (["A-0", "A-1"], "locmem")
    ]


def test_nothing_due_costs_one_query(
    backend: LocMemBackend, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(3):  # SAVEPOINT, SELECT, RELEASE
        delivery.deliver_due()


def test_a_claim_is_marked_with_one_update_however_many_its_sessions(
    backend: LocMemBackend, django_assert_num_queries: Any
) -> None:
    store(*(make_event(session_id=f"s_{n}") for n in range(50)))
    with django_assert_num_queries(5):  # SAVEPOINT, SELECT, UPDATE, RELEASE, UPDATE
        delivery.deliver_due()


def test_an_event_can_be_delivered_again(backend: LocMemBackend) -> None:
    store(make_event(status=EventStatus.REJECTED, attempts=4, error="no"))
    Event.objects.deliver_again()
    assert delivery.deliver_due() == 1


def test_the_command_needs_no_broker(backend: LocMemBackend, capsys: Any) -> None:
    store_session(3)
    call_command("deliver_events")
    assert capsys.readouterr().out == (
        "3 events are delivered or rejected.\n0 events are pending.\n"
    )
