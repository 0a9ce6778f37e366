from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.db.models.functions import Now

from personalize import delivery
from personalize.backends.locmem import LocMemBackend
from personalize.enums import EventStatus
from personalize.exceptions import (
    BackendNotConfigured,
    BackendRejected,
    BackendThrottled,
    BackendTimeout,
    BackendUnavailable,
)
from personalize.models import Event
from personalize.outbox import SUSPECT_AFTER
from tests.personalize.conftest import Configure
from tests.personalize.outbox import (
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
    configure(path="tests.personalize.test_delivery_failures.BrokenBackend")
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


def test_the_attempts_of_all_claims_are_kept(configure: Configure) -> None:
    backend = configure(fault=DOWN)
    store(make_event())
    delivery.deliver_due()
    make_due()
    backend.fault = None
    delivery.deliver_due()
    assert Event.objects.filter(attempts=2, status=F("status")).get().error == ""
