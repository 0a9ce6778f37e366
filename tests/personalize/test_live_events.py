"""What is stored after a training reaches the model of every process, once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from typing import Any, Self

import pytest
from django.db import Error, connection, connections, transaction
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from personalize.backends import live_events
from personalize.backends.live_events import LiveEvents
from personalize.engine import model_store
from personalize.engine.model_store import ModelStore
from personalize.engine.recommender import Recommender
from personalize.enums import EventType
from personalize.models import Event
from tests.personalize.histories import learn
from tests.personalize.outbox import make_event, store

pytestmark = pytest.mark.django_db
needs_server = pytest.mark.skipif(
    connection.vendor != "postgresql",
    reason="SQLite lets one transaction write at a time, and has no connection to cut.",
)

Given = Callable[[], list[str]]


class Recorder(Recommender):
    """A recommender that remembers what it was given."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.given: list[tuple[str, str, str, float]] = []

    def partial_fit(self, *columns: Sequence[Any]) -> Self:
        self.given += zip(*columns, strict=True)
        return self


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    monkeypatch.setattr(model_store, "Recommender", Recorder)
    # Not a second later, but at once, so that tests need not wait.
    monkeypatch.setattr(model_store, "CHECK_EVERY", 0)
    monkeypatch.setattr(live_events, "POLL_EVERY", 0)
    models = ModelStore(tmp_path)
    publish(models)
    return models


@pytest.fixture
def live(models: ModelStore) -> LiveEvents:
    return LiveEvents(models)


@pytest.fixture
def take_in(live: LiveEvents) -> Given:
    """Ask for the model as an answer does; give the items it has been told of."""
    return lambda: get_given(live)


def publish(models: ModelStore) -> None:
    models.publish(learn([("boot", "sandal")] * 3), cursor=Event.objects.newest_pk())


def get_given(live: LiveEvents) -> list[str]:
    model = live.get_model()
    assert isinstance(model, Recorder)
    return [item_id for _, item_id, _, _ in model.given]


def add(*item_ids: str, **fields: Any) -> list[Event]:
    return store(*(make_event(item_id=item_id, **fields) for item_id in item_ids))


def let_settle() -> None:
    """Let the time pass in which an earlier row may still appear."""
    Event.objects.update(received_at=Now() - timedelta(minutes=1))


def test_an_event_reaches_the_model_with_all_that_is_known(live: LiveEvents) -> None:
    (event,) = add("boot", visitor_id="u_1", event_type=EventType.ADD_TO_CART)
    model = live.get_model()
    assert isinstance(model, Recorder)
    assert model.given == [("u_1", "boot", "AddToCart", event.timestamp.timestamp())]


def test_what_was_there_when_the_training_began_is_not_given(
    models: ModelStore, take_in: Given
) -> None:
    add("boot")
    publish(models)
    add("sandal")
    assert take_in() == ["sandal"]


def test_nothing_is_given_twice(take_in: Given) -> None:
    add("boot")
    take_in()
    add("sandal")
    take_in()
    assert take_in() == ["boot", "sandal"]


def test_what_has_settled_is_not_read_again(take_in: Given) -> None:
    add("boot")
    let_settle()
    take_in()
    with CaptureQueriesContext(connection) as queries:
        take_in()
    (select,) = [q["sql"] for q in queries if q["sql"].startswith("SELECT")]
    assert f'"id" > {Event.objects.newest_pk()}' in select


def test_an_event_that_appears_before_others_is_not_lost(take_in: Given) -> None:
    _, gap, _ = add("first", "gap", "last")
    Event.objects.among([gap]).delete()
    take_in()
    add("late", pk=gap.pk)
    assert take_in() == ["first", "last", "late"]


def test_rows_that_were_erased_meanwhile_do_no_harm(take_in: Given) -> None:
    add("boot", "sandal")
    take_in()
    Event.objects.all().delete()
    add("laces")
    assert take_in() == ["boot", "sandal", "laces"]


def test_a_visitor_who_logs_in_teaches_nothing_anew(take_in: Given) -> None:
    add("boot", visitor_id="g_1")
    take_in()
    Event.objects.update(visitor_id="u_1")
    assert take_in() == ["boot"]


def test_purchases_that_only_a_client_reported_teach_nothing(take_in: Given) -> None:
    add("boot", event_type=EventType.PURCHASE, is_verified=False)
    assert take_in() == []


def test_searches_teach_nothing(take_in: Given) -> None:
    add("", event_type=EventType.SEARCH)
    assert take_in() == []


def test_a_look_takes_so_many_and_the_next_ones_the_rest(
    take_in: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_events, "POLL_WHEN_BEHIND", 0)
    monkeypatch.setattr(live_events, "ROWS_PER_POLL", 2)
    add("a", "b", "c", "d", "e")
    assert [len(take_in()) for _ in range(4)] == [2, 4, 5, 5]


def test_a_process_that_starts_late_takes_in_what_it_missed(
    models: ModelStore,
) -> None:
    add("boot", "sandal")
    let_settle()
    get_given(LiveEvents(models))
    add("laces")
    late = LiveEvents(ModelStore(models.folder))
    assert get_given(late) == ["boot", "sandal", "laces"]


def test_of_very_many_that_were_missed_the_newest_are_taken_in(
    take_in: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_events, "ROWS_TO_REPLAY", 2)
    add("a", "b", "c")
    assert take_in() == ["b", "c"]


def test_a_newer_model_begins_where_its_own_training_ended(
    models: ModelStore, live: LiveEvents
) -> None:
    add("boot")
    get_given(live)
    publish(models)
    add("sandal")
    assert get_given(live) == ["sandal"]


def test_a_newer_model_does_not_wait_for_the_next_look(
    models: ModelStore, live: LiveEvents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_events, "POLL_EVERY", 60)
    get_given(live)
    publish(models)
    add("sandal")
    assert get_given(live) == ["sandal"]


def test_after_a_rollback_the_earlier_model_is_told_of_all_it_missed(
    models: ModelStore, live: LiveEvents
) -> None:
    add("boot")
    get_given(live)
    publish(models)
    add("sandal")
    get_given(live)
    models.roll_back()
    assert get_given(live) == ["boot", "sandal"]


def test_a_model_of_unknown_age_is_told_of_what_is_new(models: ModelStore) -> None:
    models.publish(learn([("boot", "sandal")] * 3))
    add("boot")
    live = LiveEvents(models)
    get_given(live)
    add("sandal")
    assert get_given(live) == ["sandal"]


def test_between_two_looks_no_query_is_made(
    take_in: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_events, "POLL_EVERY", 60)
    take_in()
    add("boot")
    with CaptureQueriesContext(connection) as queries:
        assert take_in() == []
    assert len(queries) == 0


def test_without_a_model_no_query_is_made(tmp_path: Path) -> None:
    live = LiveEvents(ModelStore(tmp_path / "none yet"))
    with CaptureQueriesContext(connection) as queries:
        assert live.get_model() is None
    assert len(queries) == 0


def test_where_no_row_settles_reading_again_has_an_end(
    take_in: Given, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_events, "ROWS_TO_REPEAT", 2)
    add("a", "b", "c", "d")
    # The clock of the database was set back.
    Event.objects.update(received_at=Now() + timedelta(days=1))
    take_in()
    add("e")
    with CaptureQueriesContext(connection) as queries:
        assert take_in() == ["a", "b", "c", "d", "e"]
    (select,) = [q["sql"] for q in queries if q["sql"].startswith("SELECT")]
    assert f'"id" > {Event.objects.newest_pk() - 2}' in select


class TestWhenTheDatabaseFails:
    def test_the_model_is_used_as_it_is(
        self, live: LiveEvents, refuse_reading: None
    ) -> None:
        assert live.get_model() is not None

    def test_that_is_said_once(
        self,
        live: LiveEvents,
        refuse_reading: None,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        with caplog.at_level(logging.WARNING):
            assert [live.get_model() is None for _ in range(3)] == [False] * 3
        (record,) = caplog.records
        assert record.message.startswith("New events cannot be read")

    def test_the_page_goes_on_with_its_transaction(
        self, live: LiveEvents, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # The server itself has to refuse: only then is a transaction spoilt.
        monkeypatch.setattr(Event._meta, "db_table", "no_such_table")
        live.get_model()
        monkeypatch.undo()
        assert Event.objects.count() == 0

    def test_afterwards_nothing_is_missing(self, live: LiveEvents) -> None:
        add("boot")
        get_given(live)
        add("laces")
        with connection.execute_wrapper(refuse):
            assert get_given(live) == ["boot"]
        add("sandal")
        assert get_given(live) == ["boot", "laces", "sandal"]


def refuse(*arguments: Any) -> None:
    raise Error("The database says no.")


@pytest.fixture
def refuse_reading() -> Iterator[None]:
    with connection.execute_wrapper(refuse):
        yield


@needs_server
@pytest.mark.django_db(transaction=True)
class TestWithSeveralConnections:
    def test_a_transaction_that_commits_after_a_later_one_is_not_lost(
        self, take_in: Given
    ) -> None:
        slow = SlowWriter("slow")
        add("quick")
        assert take_in() == ["quick"]
        slow.commit()
        assert take_in() == ["quick", "slow"]

    def test_it_takes_no_transaction(self, take_in: Given) -> None:
        take_in()
        with CaptureQueriesContext(connection) as queries:
            take_in()
        assert [q["sql"].split()[0] for q in queries] == ["SELECT"]

    def test_a_connection_that_was_cut_breaks_no_answer(self, live: LiveEvents) -> None:
        add("boot")
        get_given(live)
        cut_connection()
        assert get_given(live) == ["boot"]
        add("sandal")
        assert get_given(live) == ["boot", "sandal"]

    def test_while_one_thread_reads_the_others_do_not_wait(
        self, live: LiveEvents
    ) -> None:
        add("boot")
        is_reading, may_go_on = Signal(), Signal()
        reader = Thread(target=read_slowly, args=(live, is_reading, may_go_on))
        reader.start()
        is_reading.wait(10)
        assert get_given(live) == []
        may_go_on.set()
        reader.join(10)
        assert get_given(live) == ["boot"]


class SlowWriter:
    """Stores an event in a transaction of its own, and commits when told to."""

    def __init__(self, item_id: str) -> None:
        self._has_written, self._may_commit = Signal(), Signal()
        self._thread = Thread(target=self._write, args=(item_id,))
        self._thread.start()
        assert self._has_written.wait(10)

    def commit(self) -> None:
        self._may_commit.set()
        self._thread.join(10)

    def _write(self, item_id: str) -> None:
        with transaction.atomic():
            add(item_id)
            self._has_written.set()
            self._may_commit.wait(10)
        connections.close_all()


def cut_connection() -> None:
    """Have the server end this thread's connection, as a restart would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (pid,) = cursor.fetchone()
    thread = Thread(target=terminate, args=(pid,))
    thread.start()
    thread.join(10)


def terminate(pid: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    connections.close_all()


def read_slowly(live: LiveEvents, is_reading: Signal, may_go_on: Signal) -> None:
    def wait(execute: Any, *arguments: Any) -> Any:
        is_reading.set()
        may_go_on.wait(10)
        return execute(*arguments)

    with connection.execute_wrapper(wait):
        live.get_model()
    connections.close_all()
