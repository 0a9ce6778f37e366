from __future__ import annotations

import fcntl
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from personalize import training
from personalize.conf import conf
from personalize.engine.model_store import ModelStore
from personalize.enums import EventType
from personalize.models import Event
from personalize.training import read_events, train_model
from tests.personalize.histories import store_visits

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def model_dir(settings: Any, tmp_path: Any) -> None:
    settings.PERSONALIZE = settings.PERSONALIZE | {"MODEL_DIR": tmp_path / "models"}


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
    assert get_store().versions == versions


def test_the_command_prints_the_summary() -> None:
    store_visits(3, "boot", "sandal")
    output = StringIO()
    call_command("train_recommender", stdout=output)
    assert output.getvalue().startswith("Learnt 2 pairs from 6 events of 3 visitors")
