"""The write path against the stand-in: what arrives, and what becomes of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings

from personalize import delivery
from personalize.enums import EventStatus, EventType
from personalize.models import Event
from tests.amazon import AmazonStandIn
from tests.personalize.amazon import options_for
from tests.personalize.outbox import (
    item_ids,
    make_due,
    make_event,
    statuses,
    store,
    store_session,
)

pytestmark = pytest.mark.django_db
Connect = Callable[..., None]


@pytest.fixture
def amazon(monkeypatch: pytest.MonkeyPatch) -> Iterator[AmazonStandIn]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")
    with AmazonStandIn() as amazon:
        yield amazon


@pytest.fixture
def connect(amazon: AmazonStandIn, settings: Any) -> Connect:
    def connect_with(**options: Any) -> None:
        entry = {
            "BACKEND": "personalize.backends.aws.AmazonPersonalizeBackend",
            "OPTIONS": options_for(amazon, **options),
        }
        settings.PERSONALIZE = django_settings.PERSONALIZE | {"BACKENDS": [entry]}

    connect_with()
    return connect_with


@pytest.mark.usefixtures("connect")
def test_an_order_of_twelve_lines_is_two_calls(amazon: AmazonStandIn) -> None:
    store_session(12, event_type=EventType.PURCHASE, user_id="u_1")
    assert delivery.deliver_due() == 12
    calls = amazon.put_events_calls()
    assert sorted(len(call["eventList"]) for call in calls) == [2, 10]
    assert {call["userId"] for call in calls} == {"u_1"}
    assert {event.event_type for event in amazon.events} == {"Purchase"}


@pytest.mark.usefixtures("connect")
def test_thirty_events_of_a_session_are_three_calls(amazon: AmazonStandIn) -> None:
    store_session(30)
    delivery.deliver_due()
    calls = amazon.put_events_calls()
    assert [len(call["eventList"]) for call in calls] == [10, 10, 10]
    assert {call["sessionId"] for call in calls} == {"s_1"}


@pytest.mark.usefixtures("connect")
@pytest.mark.parametrize(
    "mode", ["500", "throttle", "expired", "denied", "html", "reset"]
)
def test_a_failing_amazon_costs_one_call_and_no_event(
    amazon: AmazonStandIn, mode: str
) -> None:
    store_session(20)
    amazon.fail(mode)
    assert delivery.deliver_due() == 0
    assert len(amazon.calls) == 1
    amazon.heal()
    make_due()
    assert delivery.deliver_due() == 20
    assert set(statuses().values()) == {EventStatus.DELIVERED}


@pytest.mark.usefixtures("connect")
def test_an_event_that_arrived_unheard_is_repeated_to_the_letter(
    amazon: AmazonStandIn,
) -> None:
    store(make_event(event_value=5, recommendation_id="RID-1"))
    amazon.fail("lost", calls=1)
    delivery.deliver_due()
    make_due()
    delivery.deliver_due()
    first, second = amazon.put_events_calls()
    assert first == second
    assert Event.objects.get().status == EventStatus.DELIVERED


@pytest.mark.usefixtures("connect")
@pytest.mark.parametrize("position", [0, 4, 9])
def test_one_bad_event_keeps_nobody_from_arriving(
    amazon: AmazonStandIn, position: int
) -> None:
    events = store_session(10)
    poison = events[position].item_id
    amazon.poison.add(poison)
    delivery.deliver_due()
    rejected = Event.objects.get(status=EventStatus.REJECTED)
    assert rejected.item_id == poison
    assert f"Item {poison} cannot be accepted" in rejected.error
    assert len(amazon.events) == 9
    assert len(amazon.calls) <= 9


def test_a_mistyped_tracking_id_loses_no_event(
    amazon: AmazonStandIn, connect: Connect
) -> None:
    store_session(3)
    connect(tracking_id="mistyped")
    delivery.deliver_due()
    assert set(statuses().values()) == {EventStatus.PENDING}
    assert "PERSONALIZE_TRACKING_ID" in Event.objects.all()[0].error
    connect()
    make_due()
    delivery.deliver_due()
    assert item_ids(amazon.events) == ["A-0", "A-1", "A-2"]


def test_events_wait_for_the_tracking_id(
    amazon: AmazonStandIn, connect: Connect
) -> None:
    store_session(3)
    connect(tracking_id="")
    delivery.deliver_due()
    connect()
    make_due()
    assert delivery.deliver_due() == 3
    assert len(amazon.calls) == 1
