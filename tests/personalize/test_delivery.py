from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import F
from django.db.models.functions import Now

from personalize import delivery
from personalize.backends.locmem import LocMemBackend
from personalize.enums import EventStatus, EventType
from personalize.exceptions import (
    BackendNotConfigured,
    BackendRejected,
    BackendThrottled,
    BackendTimeout,
    BackendUnavailable,
)
from personalize.models import Event, UserIdentity
from personalize.outbox import LEASE, SUSPECT_AFTER
from personalize.signals import events_delivered
from tests.personalize.conftest import Configure
from tests.personalize.outbox import (
    START,
    item_ids,
    make_due,
    make_event,
    statuses,
    store,
    store_session,
)

pytestmark = pytest.mark.django_db
DOWN = BackendUnavailable("It is down.")


def test_a_delivered_event_is_not_sent_again(backend: LocMemBackend) -> None:
    store(make_event())
    assert [delivery.deliver_due(), delivery.deliver_due()] == [1, 0]
    assert len(backend.calls) == 1


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


def test_an_event_waits_while_the_backend_is_down(configure: Configure) -> None:
    configure(fault=DOWN)
    store(make_event())
    assert delivery.deliver_due() == 0
    event = Event.objects.get()
    assert (event.status, event.attempts, event.error) == ("pending", 1, "It is down.")


def test_a_backend_without_a_place_for_events_keeps_them_waiting(
    configure: Configure,
) -> None:
    configure(fault=BackendNotConfigured("There is no tracking id."))
    store(make_event())
    delivery.deliver_due()
    assert statuses() == {"A-1": "pending"}


@pytest.mark.parametrize(
    ("attempts", "least", "most"),
    [(0, 1, 2), (1, 2, 4), (4, 16, 32), (8, 150, 300), (900, 150, 300)],
)
def test_the_wait_doubles_up_to_five_minutes(
    configure: Configure, attempts: int, least: int, most: int
) -> None:
    configure(fault=DOWN)
    store(make_event(attempts=attempts))
    delivery.deliver_due()
    waiting = Event.objects.filter(
        next_attempt_at__gt=Now() + timedelta(seconds=least - 1),
        next_attempt_at__lte=Now() + timedelta(seconds=most),
    )
    assert waiting.exists()


def test_events_are_never_given_up_while_the_backend_is_down(
    configure: Configure,
) -> None:
    configure(fault=DOWN)
    store(make_event(attempts=5000))
    delivery.deliver_due()
    assert statuses() == {"A-1": "pending"}


@pytest.mark.parametrize(
    "error", [DOWN, BackendTimeout("Slow."), BackendThrottled("No.")]
)
def test_a_backend_that_is_down_gets_one_call_a_claim(
    configure: Configure, error: BackendUnavailable
) -> None:
    backend = configure(fault=error)
    store(*(make_event(session_id=f"s_{n}") for n in range(100)))
    delivery.deliver_due()
    assert len(backend.calls) == 1


def test_what_was_not_tried_is_due_at_once_and_not_counted_as_an_attempt(
    configure: Configure,
) -> None:
    configure(fault=DOWN)
    store(*(make_event(session_id=f"s_{n}") for n in range(3)))
    delivery.deliver_due()
    assert sorted(Event.objects.values_list("attempts", flat=True)) == [0, 0, 1]
    assert Event.objects.due().count() == 2


def test_the_same_event_is_the_same_when_it_is_sent_again(
    backend: LocMemBackend,
) -> None:
    backend.fail(BackendTimeout("It may have arrived."))
    store(make_event(user_id="u_1", event_value=2.5, properties={"quantity": 2}))
    delivery.deliver_due()
    make_due()
    delivery.deliver_due()
    first, second = (call.events[0] for call in backend.calls)
    fields = ("event_id", "event_type", "item_id", "event_value", "timestamp")
    assert [getattr(first, each) for each in fields] == [
        getattr(second, each) for each in fields
    ]
    assert first.properties == second.properties


def test_a_refused_event_is_found_among_its_neighbours(configure: Configure) -> None:
    backend = configure(refused_items=["A-6"])
    store_session(10)
    assert delivery.deliver_due() == 10
    assert Event.objects.get(status=EventStatus.REJECTED).item_id == "A-6"
    assert sorted(item_ids(backend.events)) == [f"A-{n}" for n in range(10) if n != 6]


def test_finding_it_takes_eight_more_calls_at_most(configure: Configure) -> None:
    backend = configure(refused_items=["A-9"])
    store_session(10)
    delivery.deliver_due()
    assert len(backend.calls) <= 9


def test_a_rejected_event_keeps_the_reason(configure: Configure) -> None:
    configure(refused_items=["A-0"])
    store_session(1)
    delivery.deliver_due()
    assert Event.objects.get().error == "1 of 1 events are refused."


def test_a_reason_is_cut_to_the_column(backend: LocMemBackend) -> None:
    backend.fail(BackendUnavailable("x" * 600))
    store(make_event())
    delivery.deliver_due()
    assert Event.objects.get().error == "x" * 500


def test_what_is_left_of_a_refused_batch_waits_when_the_backend_goes_down(
    configure: Configure,
) -> None:
    backend = configure(refused_items=["A-0"])
    store_session(4)
    backend.fail(BackendRejected("One of four."), DOWN)
    delivery.deliver_due()
    assert [len(call.events) for call in backend.calls] == [4, 2]
    assert Event.objects.pending().count() == 4


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


def test_an_event_that_may_have_killed_its_senders_is_sent_alone(
    backend: LocMemBackend,
) -> None:
    store(*(make_event(unanswered=SUSPECT_AFTER) for _ in range(3)))
    delivery.deliver_due()
    assert [len(call.events) for call in backend.calls] == [1]


def test_harmless_events_go_before_suspects(backend: LocMemBackend) -> None:
    store(make_event(item_id="suspect", unanswered=SUSPECT_AFTER), make_event())
    delivery.deliver_due()
    assert item_ids(backend.events) == ["A-1"]


def test_an_event_that_kills_every_sender_is_rejected(backend: LocMemBackend) -> None:
    store(make_event(unanswered=delivery.GIVE_UP_AFTER))
    delivery.deliver_due()
    assert backend.calls == []
    assert Event.objects.get().error == "kills its sender"


def test_an_answer_clears_the_suspicion(configure: Configure) -> None:
    configure(fault=DOWN)
    store(make_event(unanswered=SUSPECT_AFTER))
    delivery.deliver_due()
    assert Event.objects.get().unanswered == 0


class BrokenBackend(LocMemBackend):
    def put_events(self, **call: Any) -> None:
        super().put_events(**call)
        if call["session_id"] == "s_bug":
            raise TypeError("A bug.")


def test_a_bug_in_a_backend_costs_no_other_event_its_mark(
    configure: Configure,
) -> None:
    configure(path="tests.personalize.test_delivery.BrokenBackend")
    store(
        make_event(session_id="s_1", item_id="before"),
        make_event(session_id="s_bug", item_id="bug"),
        make_event(session_id="s_x", item_id="after"),
    )
    with pytest.raises(TypeError, match="A bug"):
        delivery.deliver_due()
    assert statuses() == {"before": "delivered", "bug": "pending", "after": "delivered"}


def test_a_delivered_event_is_not_taken_back_by_who_lost_its_lease() -> None:
    store(make_event())
    claimed = Event.objects.with_opt_outs().claim(10)
    Event.objects.update(status=EventStatus.DELIVERED)
    assert Event.objects.among(claimed).postpone("too late") == 0


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


def test_the_attempts_of_all_claims_are_kept(configure: Configure) -> None:
    backend = configure(fault=DOWN)
    store(make_event())
    delivery.deliver_due()
    make_due()
    backend.fault = None
    delivery.deliver_due()
    assert Event.objects.filter(attempts=2, status=F("status")).get().error == ""
