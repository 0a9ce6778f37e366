from __future__ import annotations

import json
import os
import signal
import socket
from collections.abc import Callable, Iterator
from time import monotonic
from typing import Any

import pytest
import redis
from celery import Celery

from personalize.backends.locmem import LocMemBackend
from personalize.enums import EventType
from personalize.events import record
from personalize.identity import Visitor
from personalize.models import Event, ItemCount
from personalize.nudge import PAUSE, Nudge, nudge
from shop.celery import app as shop_app
from shop.demo.processes import find_free_port, stop
from shop.demo.valkey import Valkey, start_valkey
from tests.personalize.outbox import make_event, store, store_session

QUEUE = "shop:celery"
GUEST = Visitor(session_id="g_1")
NO_CACHE = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}

UseBroker = Callable[..., Celery]


@pytest.fixture(autouse=True)
def _rested() -> Iterator[None]:
    nudge.not_before = 0.0
    yield
    nudge.not_before = 0.0


@pytest.fixture
def broker(redis_databases: list[redis.Redis]) -> redis.Redis:
    return redis_databases[0]


@pytest.fixture
def use_broker(settings: Any) -> Iterator[UseBroker]:
    """Publish to another broker, with the settings of the shop, and cache nothing."""
    made: list[Celery] = []

    def use(url: str, **conf: Any) -> Celery:
        settings.CACHES = NO_CACHE
        app = Celery("test")
        app.config_from_object("django.conf:settings", namespace="CELERY")
        app.conf.update(broker_url=url, **conf)
        app.set_current()
        made.append(app)
        return app

    yield use
    shop_app.set_current()
    for app in made:
        app.close()


@pytest.fixture
def silent_server() -> Iterator[socket.socket]:
    """Something that lets clients connect and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def frozen_valkey(tmp_path: Any) -> Iterator[Valkey]:
    valkey = start_valkey(tmp_path)
    os.kill(valkey.process.pid, signal.SIGSTOP)
    yield valkey
    os.kill(valkey.process.pid, signal.SIGCONT)
    stop([valkey.process])


def count_connections(server: socket.socket) -> int:
    connections = []
    try:
        while True:
            connections.append(server.accept()[0])
    except BlockingIOError:
        for connection in connections:
            connection.close()
    return len(connections)


def give(nudge: Nudge, times: int) -> None:
    for _ in range(times):
        nudge()


def is_paused(nudge: Nudge) -> bool:
    return nudge.not_before > monotonic() + PAUSE / 2


def test_a_nudge_wakes_the_delivery(broker: redis.Redis) -> None:
    Nudge()()
    (message,) = broker.lrange(QUEUE, 0, -1)
    assert json.loads(message)["headers"]["task"] == "personalize.deliver_events"


def test_a_nudge_that_no_worker_hears_in_time_is_void(broker: redis.Redis) -> None:
    Nudge()()
    (message,) = broker.lrange(QUEUE, 0, -1)
    assert json.loads(message)["headers"]["expires"]


def test_a_process_gives_one_nudge_a_second(broker: redis.Redis) -> None:
    give(Nudge(), 100)
    assert broker.llen(QUEUE) == 1


def test_all_processes_together_give_one_nudge_a_second(broker: redis.Redis) -> None:
    Nudge()()
    Nudge()()
    assert broker.llen(QUEUE) == 1


def test_a_dead_broker_is_tried_once_and_left_alone(
    use_broker: UseBroker, caplog: pytest.LogCaptureFixture
) -> None:
    use_broker(f"redis://127.0.0.1:{find_free_port()}/0")
    dead = Nudge()
    give(dead, 100)
    assert is_paused(dead)
    assert caplog.messages == ["The broker cannot be reached: no nudges for 30 s."]


def test_a_broker_that_never_answers_is_tried_once_and_left_alone(
    use_broker: UseBroker, silent_server: socket.socket
) -> None:
    use_broker(f"redis://127.0.0.1:{silent_server.getsockname()[1]}/0")
    silent = Nudge()
    give(silent, 100)
    assert is_paused(silent)
    assert count_connections(silent_server) == 1


@pytest.mark.faults
def test_a_frozen_broker_is_left_alone(
    use_broker: UseBroker, frozen_valkey: Valkey, caplog: pytest.LogCaptureFixture
) -> None:
    use_broker(frozen_valkey.get_url())
    frozen = Nudge()
    give(frozen, 100)
    assert is_paused(frozen)
    assert len(caplog.messages) == 1


def test_a_nudge_as_slow_as_a_hanging_broker_is_the_last_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("personalize.nudge.SLOW", -1)
    slow = Nudge()
    slow()
    assert is_paused(slow)


def test_a_cache_that_raises_costs_one_nudge(settings: Any) -> None:
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{find_free_port()}/0",
        }
    }
    raising = Nudge()
    give(raising, 3)
    assert is_paused(raising)


@pytest.mark.django_db(transaction=True)
def test_an_event_is_stored_though_the_broker_is_dead(use_broker: UseBroker) -> None:
    use_broker(f"redis://127.0.0.1:{find_free_port()}/0")
    event = record(GUEST, EventType.VIEW, item_id="A-1")
    assert Event.objects.get() == event
    assert is_paused(nudge)


@pytest.mark.django_db
def test_the_nudge_is_given_after_the_commit(
    broker: redis.Redis, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        record(GUEST, EventType.VIEW, item_id="A-1")
        assert broker.llen(QUEUE) == 0
    assert broker.llen(QUEUE) == 1


@pytest.mark.django_db
def test_a_search_wakes_nobody(
    broker: redis.Redis, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        record(GUEST, EventType.SEARCH)
    assert broker.llen(QUEUE) == 0


@pytest.mark.django_db
def test_without_workers_the_nudge_delivers_and_counts_itself(
    use_broker: UseBroker, backend: LocMemBackend
) -> None:
    use_broker("memory://", task_always_eager=True)
    store(make_event())
    Nudge()()
    assert len(backend.events) == 1
    assert ItemCount.objects.get().count == 1


@pytest.mark.django_db
def test_without_workers_a_page_delivers_a_little_at_a_time(
    use_broker: UseBroker, backend: LocMemBackend
) -> None:
    use_broker("memory://", task_always_eager=True)
    store_session(60)
    Nudge()()
    assert len(backend.events) == 50
