from __future__ import annotations

import fcntl
from datetime import timedelta
from io import StringIO
from typing import Any, Self

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from personalize import training
from personalize.conf import conf
from personalize.engine.event_log import EventLog
from personalize.engine.features import ItemFeatures
from personalize.engine.model_store import ModelStore
from personalize.engine.quality import Quality
from personalize.engine.recommender import Recommender
from personalize.enums import EventType
from personalize.models import Event
from personalize.training import (
    is_training_due,
    read_events,
    train_if_due,
    train_model,
    train_nightly,
)
from tests.personalize.histories import learn, store_visits

pytestmark = pytest.mark.django_db

GOOD = Quality(ndcg=0.5, standard_error=0.005, num_queries=2000)
BAD = Quality(ndcg=0.2, standard_error=0.005, num_queries=2000)


class WorseRecommender(Recommender):
    def fit_log(self, log: EventLog, *, features: ItemFeatures | None = None) -> Self:
        super().fit_log(log, features=features)
        self.quality = BAD
        return self


@pytest.fixture(autouse=True)
def model_dir(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nobody else is storing events.
    monkeypatch.setattr(training, "SETTLING", 0)
    settings.PERSONALIZE = settings.PERSONALIZE | {"MODEL_DIR": tmp_path / "models"}


@pytest.fixture
def worse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let each training end in a model whose offline score is bad."""
    monkeypatch.setattr(training, "Recommender", WorseRecommender)


def get_store() -> ModelStore:
    return ModelStore(conf.MODEL_DIR)


def get_similar(item_id: str) -> list[str]:
    model = get_store().get()
    assert model
    return sorted(found.item_id for found in model.similar_items(item_id))


def test_training_makes_a_model_of_the_stored_events() -> None:
    store_visits(3, "boot", "sandal", "sneaker")
    train_model()
    assert get_similar("boot") == ["sandal", "sneaker"]


def test_the_summary_says_what_was_learnt() -> None:
    store_visits(3, "boot", "sandal")
    summary = train_model()
    assert (summary.num_events, summary.num_visitors, summary.num_items) == (6, 3, 2)
    assert summary.num_pairs == 2
    assert summary.version in str(summary)


def test_with_too_few_events_nothing_is_written() -> None:
    store_visits(1, "boot", "sandal")
    assert "Too little to learn from: 2 events" in str(train_model())
    assert get_store().versions == []


def test_with_no_events_at_all_nothing_is_written() -> None:
    assert train_model().version == ""
    assert get_store().get() is None


def test_a_model_in_use_stays_when_there_is_too_little_to_learn_from() -> None:
    store_visits(3, "boot", "sandal")
    train_model()
    Event.objects.all().delete()
    train_model()
    assert get_similar("boot") == ["sandal"]


def test_purchases_that_only_a_client_reported_teach_nothing() -> None:
    store_visits(3, "boot", "sandal", event_type=EventType.PURCHASE, is_verified=False)
    assert train_model().num_events == 0


def test_searches_are_not_read() -> None:
    store_visits(3, "", event_type=EventType.SEARCH)
    assert train_model().num_events == 0


def test_events_are_read_in_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "CHUNK", 2)
    store_visits(3, "boot", "sandal", "sneaker")
    assert len(read_events()) == 9


def test_of_too_many_events_the_newest_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(training, "MAX_EVENTS", 4)
    store_visits(3, "old")
    store_visits(4, "new")
    assert list(read_events().item_ids) == ["new"]


def test_events_keep_their_times() -> None:
    store_visits(1, "boot")
    Event.objects.update(timestamp=timezone.now() - timedelta(days=1))
    age = timezone.now().timestamp() - read_events().times[0]
    assert age == pytest.approx(86_400, abs=60)


def test_events_of_one_second_are_read_in_the_order_they_were_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(training, "CHUNK", 2)
    store_visits(1, "boot", "sandal", "sneaker")
    log = read_events()
    assert list(log.sorted_item_ids()[log.items]) == ["boot", "sandal", "sneaker"]


def test_two_trainings_do_not_run_at_once() -> None:
    store_visits(3, "boot", "sandal")
    conf.MODEL_DIR.mkdir()
    with (conf.MODEL_DIR / "training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert train_model().is_skipped
    assert get_store().versions == []


def test_a_training_follows_another() -> None:
    store_visits(3, "boot", "sandal")
    versions = [train_model().version, train_model().version]
    assert [version.name for version in get_store().versions] == versions


def test_a_model_remembers_how_far_the_events_were_read() -> None:
    store_visits(3, "boot", "sandal")
    train_model()
    (version,) = get_store().versions
    assert (version.cursor, version.num_events) == (Event.objects.newest_pk(), 6)


def test_what_is_stored_after_the_cursor_was_taken_is_left_to_the_next() -> None:
    store_visits(3, "boot")
    cursor = Event.objects.newest_pk()
    store_visits(3, "boot", "sandal")
    assert len(read_events(cursor=cursor)) == 3


def test_a_model_whose_score_fell_is_not_used(
    worse: None, caplog: pytest.LogCaptureFixture
) -> None:
    store_visits(3, "boot", "sandal")
    before = get_store().publish(make_model())
    summary = train_model()
    assert "is not used. Its offline score fell to NDCG@10 0.200" in str(summary)
    assert "is not used. Its offline score fell" in caplog.text
    assert get_store().current == before


def test_a_model_whose_score_fell_is_used_by_force(worse: None) -> None:
    store_visits(3, "boot", "sandal")
    get_store().publish(make_model())
    summary = train_model(force=True)
    assert summary.refusal == ""
    assert get_store().current == get_store().versions[-1]


def test_training_tells_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "EVENTS_PER_REPORT", 2)
    monkeypatch.setattr(training, "CHUNK", 2)
    store_visits(3, "boot", "sandal")
    told: list[str] = []
    train_model(report=told.append)
    *steps, last = told
    assert last.startswith("Storing the model, NDCG@10 ")
    assert steps == [
        "Reading the events …",
        "2 events read …",
        "4 events read …",
        "6 events read …",
        "Learning from 6 events …",
    ]


class TestWhetherItIsDue:
    def test_not_in_an_empty_shop(self) -> None:
        assert not is_training_due()

    def test_with_events_and_no_model(self) -> None:
        store_visits(3, "boot", "sandal")
        summary = train_if_due()
        assert summary
        assert summary.num_pairs == 2

    def test_not_while_there_is_little_more(self) -> None:
        store_visits(3, "boot", "sandal")
        train_model()
        store_visits(2, "boot", "sandal")
        assert train_if_due() is None

    def test_when_there_is_twice_as_much(self) -> None:
        store_visits(3, "boot", "sandal")
        train_model()
        store_visits(3, "boot", "sandal")
        assert is_training_due()

    def test_when_a_night_was_missed(self) -> None:
        store_visits(3, "boot", "sandal")
        train_model()
        with time_machine.travel(timezone.now() + timedelta(hours=27)):
            assert is_training_due()

    def test_when_the_events_are_those_of_another_database(self) -> None:
        store_visits(3, "boot", "sandal")
        train_model()
        Event.objects.all().delete()
        assert is_training_due()

    def test_not_because_the_last_model_was_refused(self, worse: None) -> None:
        store_visits(3, "boot", "sandal")
        get_store().publish(make_model(), cursor=0, num_events=3)
        assert train_model().refusal
        assert not is_training_due()

    def test_nightly_but_not_when_it_has_just_been_done(self) -> None:
        store_visits(3, "boot", "sandal")
        assert train_nightly()
        assert train_nightly() is None


class TestTheCommand:
    def test_it_prints_the_steps_and_the_summary(self) -> None:
        store_visits(3, "boot", "sandal")
        first, *_, last = run_command()
        assert first == "Reading the events …"
        assert last.startswith("Learnt 2 pairs from 6 events of 3 visitors")

    def test_it_goes_back_to_the_version_before(self) -> None:
        before = get_store().publish(make_model())
        get_store().publish(make_model())
        (line,) = run_command("--rollback")
        assert line.startswith(f"Version {before.name} of 20")
        assert get_store().current == before

    def test_it_says_that_there_is_none_before(self) -> None:
        with pytest.raises(CommandError, match="no version to go back to"):
            run_command("--rollback")

    def test_it_lists_the_versions(self) -> None:
        get_store().publish(make_model(), num_events=6000)
        get_store().publish(make_model(BAD))
        used, refused = run_command("--list")
        assert "0.0 MB  6,000 events  NDCG@10 0.500" in used
        assert used.endswith("in use")
        assert "Its offline score fell" in refused

    def test_it_uses_a_worse_model_by_force(self, worse: None) -> None:
        store_visits(3, "boot", "sandal")
        get_store().publish(make_model())
        run_command("--force")
        assert get_store().current == get_store().versions[-1]


def make_model(quality: Quality = GOOD) -> Recommender:
    model = learn([("boot", "sandal")] * 3)
    model.quality = quality
    return model


def run_command(*arguments: str) -> list[str]:
    output = StringIO()
    call_command("train_recommender", *arguments, stdout=output)
    return output.getvalue().splitlines()
