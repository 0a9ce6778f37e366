from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
from django.db import connection

from personalize import delivery
from personalize.enums import EventStatus, EventType
from personalize.events import record
from personalize.identity import Visitor
from personalize.models import Event
from personalize.nudge import nudge
from tests.amazon import AmazonStandIn
from tests.personalize.outbox import make_event, statuses, store, store_session
from tests.personalize.relays import (
    CARELESS_RELAY,
    WORKER,
    WORKER_WITH_BEAT,
    Relays,
    are_all_settled,
    arrived_ids,
    contents,
    credentials,
    drain,
    stored_ids,
)

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
needs_server = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has no connections to cut."
)


@pytest.fixture
def amazon() -> Iterator[AmazonStandIn]:
    with AmazonStandIn() as amazon:
        yield amazon


@pytest.fixture
def _primary(
    amazon: AmazonStandIn, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in credentials().items():
        monkeypatch.setenv(name, value)
    options = {
        "tracking_id": amazon.tracking_id,
        "region": "eu-west-1",
        "events_endpoint_url": amazon.url,
    }
    path = "personalize.backends.aws.AmazonPersonalizeBackend"
    settings.PERSONALIZE = settings.PERSONALIZE | {
        "BACKENDS": [{"BACKEND": path, "OPTIONS": options}]
    }


@pytest.fixture
def relays(amazon: AmazonStandIn, tmp_path: Path) -> Iterator[Relays]:
    relays = Relays(amazon, tmp_path / "relay.log")
    yield relays
    relays.stop()


def store_sessions(number: int) -> None:
    store(
        *(make_event(item_id=f"A-{n}", session_id=f"s_{n % 40}") for n in range(number))
    )


def sizes(amazon: AmazonStandIn) -> list[int]:
    return [len(call["eventList"]) for call in amazon.put_events_calls()]


@pytest.mark.usefixtures("_primary")
class TestOverHttp:
    def test_an_order_of_twelve_lines_is_two_calls(self, amazon: AmazonStandIn) -> None:
        store_session(12, event_type=EventType.PURCHASE, user_id="u_1")
        delivery.deliver_due()
        assert sizes(amazon) == [10, 2]

    def test_thirty_events_of_a_session_are_three_calls(
        self, amazon: AmazonStandIn
    ) -> None:
        store_session(30)
        delivery.deliver_due()
        assert sizes(amazon) == [10, 10, 10]
        assert [event.item_id for event in amazon.events] == [
            f"A-{n}" for n in range(30)
        ]

    def test_a_poisoned_event_is_found_and_the_others_arrive(
        self, amazon: AmazonStandIn
    ) -> None:
        amazon.poison.add("A-6")
        store_session(10)
        delivery.deliver_due()
        assert {event.item_id for event in amazon.events} == {
            f"A-{n}" for n in range(10) if n != 6
        }
        assert "A-6 cannot be accepted" in Event.objects.get(status="rejected").error

    @pytest.mark.parametrize(
        "mode", ["500", "503", "throttle", "expired", "denied", "html", "reset", "lost"]
    )
    def test_nothing_is_lost_to_a_fault(self, amazon: AmazonStandIn, mode: str) -> None:
        store_sessions(200)
        amazon.fail(mode, calls=5)
        drain()
        assert arrived_ids(amazon) == stored_ids()

    def test_what_arrives_twice_is_the_same(self, amazon: AmazonStandIn) -> None:
        store_sessions(200)
        amazon.fail("lost", calls=5)
        drain()
        assert len(amazon.events) > 200
        assert len(contents(amazon)) == len(arrived_ids(amazon)) == 200

    def test_nothing_is_lost_while_amazon_is_gone(self, amazon: AmazonStandIn) -> None:
        amazon.stop()
        store_sessions(100)
        assert delivery.deliver_due() == 0
        amazon.start()
        drain()
        assert arrived_ids(amazon) == stored_ids()

    def test_a_refusal_while_it_also_fails_costs_no_event_but_the_poisoned(
        self, amazon: AmazonStandIn
    ) -> None:
        amazon.poison.add("A-6")
        store_sessions(100)
        amazon.fail("500", calls=7)
        drain()
        assert {
            item for item, status in statuses().items() if status == "rejected"
        } == {"A-6"}
        assert len(arrived_ids(amazon)) == 99


def test_nothing_is_lost_when_relays_are_killed(
    amazon: AmazonStandIn, relays: Relays
) -> None:
    store_sessions(400)
    amazon.fail("latency", delay=0.1)
    relays.kill_in_the_middle()
    relays.kill_in_the_middle()
    amazon.heal()
    relays.start()
    relays.wait_until(are_all_settled)
    assert arrived_ids(amazon) == stored_ids()
    assert len(contents(amazon)) == 400


def test_a_relay_that_marks_before_it_sends_would_lose_events(
    amazon: AmazonStandIn, relays: Relays
) -> None:
    """The control of the test above: it can see a loss."""
    store_sessions(400)
    amazon.fail("latency", delay=0.1)
    relays.kill_in_the_middle(CARELESS_RELAY)
    assert are_all_settled()
    assert arrived_ids(amazon) < stored_ids()


def test_a_relay_that_is_asked_to_stop_finishes_what_it_claimed(
    amazon: AmazonStandIn, relays: Relays
) -> None:
    store_sessions(400)
    amazon.fail("latency", delay=0.1)
    relay = relays.start()
    relays.wait_until(lambda: len(amazon.events) > 0)
    relay.send_signal(signal.SIGTERM)
    assert relay.wait(timeout=30) == 0
    delivered = Event.objects.filter(status=EventStatus.DELIVERED).count()
    assert delivered == len(amazon.events)


def test_relays_side_by_side_send_every_event_once(
    amazon: AmazonStandIn, relays: Relays
) -> None:
    relays.start()
    relays.start()
    store_sessions(1000)
    relays.wait_until(are_all_settled)
    assert len(amazon.events) == len(arrived_ids(amazon)) == 1000


@needs_server
def test_a_relay_outlives_its_connection_to_the_database(
    amazon: AmazonStandIn, relays: Relays
) -> None:
    relay = relays.start()
    store_session(1)
    relays.wait_until(are_all_settled)
    cut_other_connections()
    store_session(1)
    relays.wait_until(are_all_settled)
    assert relay.poll() is None


def cut_other_connections() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def test_a_nudge_makes_a_worker_deliver(amazon: AmazonStandIn, relays: Relays) -> None:
    relays.start(WORKER)
    relays.wait_until(lambda: "ready." in relays.log.read_text())
    nudge.not_before = 0.0
    record(Visitor(session_id="g_1"), EventType.VIEW, item_id="A-1")
    relays.wait_until(are_all_settled)
    assert [event.item_id for event in amazon.events] == ["A-1"]


def test_nothing_is_lost_when_a_worker_and_the_queue_are(
    amazon: AmazonStandIn, relays: Relays, redis_databases: list[redis.Redis]
) -> None:
    store_sessions(400)
    amazon.fail("latency", delay=0.1)
    relays.kill_in_the_middle(WORKER_WITH_BEAT)
    redis_databases[0].flushdb()
    amazon.heal()
    relays.start(WORKER_WITH_BEAT)
    relays.wait_until(are_all_settled)
    assert arrived_ids(amazon) == stored_ids()
