"""Whatever happens, in whatever order: nothing is lost, and repeats are the same."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from personalize.backends.locmem import LocMemBackend
from personalize.delivery import deliver_due
from personalize.exceptions import BackendThrottled, BackendUnavailable
from personalize.models import Event
from personalize.sending import Sender, make_batches
from tests.personalize.conftest import Configure
from tests.personalize.outbox import make_due, make_event, store

pytestmark = pytest.mark.django_db
POISON = "poison"
# Too few for an event to lose ten senders, after which it is given up.
MOST_STEPS = 18

Step = Callable[[LocMemBackend], object]


def accept_a_session(backend: LocMemBackend) -> None:
    number = Event.objects.count()
    store(*(make_event(session_id=f"s_{number}") for _ in range(12)))


def accept_poison(backend: LocMemBackend) -> None:
    store(make_event(), make_event(item_id=POISON), make_event())


def deliver(backend: LocMemBackend) -> None:
    deliver_due(limit=20)


def go_down(backend: LocMemBackend) -> None:
    backend.fault = BackendUnavailable("down")


def come_back(backend: LocMemBackend) -> None:
    backend.fault = None


def fail_once(backend: LocMemBackend) -> None:
    backend.fail(BackendThrottled("not now"))


def die_before_sending(backend: LocMemBackend) -> None:
    Event.objects.with_opt_outs().claim(20)


def die_before_marking(backend: LocMemBackend) -> None:
    events = Event.objects.with_opt_outs().claim(20)
    Sender(backend).send_all(list(make_batches(events)))


def let_time_pass(backend: LocMemBackend) -> None:
    make_due()


STEPS: list[Step] = [
    accept_a_session,
    accept_poison,
    deliver,
    go_down,
    come_back,
    fail_once,
    die_before_sending,
    die_before_marking,
    let_time_pass,
]


def take(steps: list[Step], backend: LocMemBackend) -> None:
    Event.objects.all().delete()
    for step in steps:
        step(backend)


def recover(backend: LocMemBackend) -> None:
    """Give the backend back its health, and every event its turns."""
    backend.fault = None
    for _ in range(Event.objects.count() + 1):
        make_due()
        deliver_due()


def content(event: Event) -> tuple[object, ...]:
    return event.event_id, event.item_id, event.session_id, event.timestamp


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=MOST_STEPS))
def test_all_events_arrive_but_the_poisoned(
    configure: Configure, steps: list[Step]
) -> None:
    backend = configure(refused_items=[POISON])
    take(steps, backend)
    recover(backend)
    arrived = {event.pk for event in backend.events}
    assert arrived == set(
        Event.objects.exclude(item_id=POISON).values_list("pk", flat=True)
    )
    assert len(set(map(content, backend.events))) == len(arrived)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.sampled_from(STEPS), max_size=MOST_STEPS))
def test_what_is_marked_as_delivered_has_arrived(
    configure: Configure, steps: list[Step]
) -> None:
    backend = configure(refused_items=[POISON])
    take(steps, backend)
    delivered = Event.objects.filter(status="delivered").values_list("pk", flat=True)
    assert set(delivered) <= {event.pk for event in backend.events}
