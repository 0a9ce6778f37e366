from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest
import time_machine

from personalize.engine import model_store
from personalize.engine.model_store import FILE_NAME, ModelStore, NoEarlierVersionError
from personalize.engine.quality import Quality
from personalize.engine.versions import Version
from tests.personalize.histories import learn

GOOD = Quality(ndcg=0.30, standard_error=0.005, num_queries=2000)
BAD = Quality(ndcg=0.20, standard_error=0.005, num_queries=2000)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    monkeypatch.setattr(model_store, "CHECK_EVERY", 0)
    return ModelStore(tmp_path / "models")


def publish(
    store: ModelStore,
    quality: Quality | None = None,
    *,
    goes_with_boot: str = "sandal",
    force: bool = False,
) -> Version:
    model = learn([("boot", goes_with_boot)] * 3)
    model.quality = quality
    return store.publish(model, cursor=7, num_events=6, force=force)


def what_goes_with_boot(store: ModelStore) -> str:
    model = store.get()
    assert model
    return model.similar_items("boot")[0].item_id


def cut(store: ModelStore, version: Version) -> None:
    os.truncate(store.folder / version.name / FILE_NAME, 100)


def test_a_version_says_what_is_known_of_it(store: ModelStore) -> None:
    version = publish(store, GOOD)
    assert store.versions == [version]
    assert (version.cursor, version.num_events, version.quality) == (7, 6, GOOD)


def test_a_loaded_model_comes_with_its_version(store: ModelStore) -> None:
    version = publish(store)
    loaded = store.get_loaded()
    assert loaded
    assert loaded.version == store.current == version


def test_a_model_as_good_as_the_last_is_used(store: ModelStore) -> None:
    publish(store, GOOD)
    version = publish(store, GOOD)
    assert store.current == version


def test_a_model_whose_score_fell_is_kept_but_not_used(store: ModelStore) -> None:
    good = publish(store, GOOD, goes_with_boot="sandal")
    bad = publish(store, BAD, goes_with_boot="laces")
    assert "fell to NDCG@10 0.200" in bad.refusal
    assert store.versions == [good, bad]
    assert store.current == good
    assert what_goes_with_boot(store) == "sandal"


def test_a_model_whose_score_fell_is_used_by_force(store: ModelStore) -> None:
    publish(store, GOOD)
    version = publish(store, BAD, force=True)
    assert (store.current, version.refusal) == (version, "")


@pytest.mark.parametrize(
    "after",
    [
        Quality(ndcg=0.28, standard_error=0.001, num_queries=9000),
        Quality(ndcg=0.20, standard_error=0.060, num_queries=90),
        Quality(ndcg=0.00, standard_error=0.000, num_queries=9),
        None,
    ],
    ids=["by little", "by luck", "with few queries", "not scored"],
)
def test_a_fall_that_says_little_refuses_nothing(
    store: ModelStore, after: Quality | None
) -> None:
    publish(store, GOOD)
    assert publish(store, after).refusal == ""


def test_the_first_score_of_all_refuses_nothing(store: ModelStore) -> None:
    publish(store, None)
    assert publish(store, BAD).refusal == ""


def test_each_score_is_compared_with_that_of_the_model_in_use(
    store: ModelStore,
) -> None:
    publish(store, GOOD)
    publish(store, BAD)
    assert publish(store, BAD).refusal


def test_a_score_that_stays_low_is_the_shops_own(store: ModelStore) -> None:
    with time_machine.travel("2026-11-01T03:00Z"):
        publish(store, GOOD)
    with time_machine.travel("2026-11-08T04:00Z"):
        version = publish(store, BAD)
    assert store.current == version


def test_refused_versions_do_not_push_out_those_in_use(store: ModelStore) -> None:
    usable = [publish(store, GOOD) for _ in range(2)]
    refused = [publish(store, BAD) for _ in range(5)]
    assert store.versions == [*usable, *refused[-2:]]


def test_the_version_before_is_used_again(store: ModelStore) -> None:
    before = publish(store, goes_with_boot="sandal")
    publish(store, goes_with_boot="laces")
    what_goes_with_boot(store)
    assert store.roll_back() == before
    assert what_goes_with_boot(store) == "sandal"


def test_going_back_twice_goes_further_back(store: ModelStore) -> None:
    first, *_ = [publish(store) for _ in range(3)]
    store.roll_back()
    assert store.roll_back() == first


def test_going_back_passes_over_what_was_refused_or_rolled_back(
    store: ModelStore,
) -> None:
    good = publish(store, GOOD)
    publish(store, BAD)
    publish(store, GOOD)
    store.roll_back()
    publish(store, GOOD)
    assert store.roll_back() == good


def test_before_the_first_there_is_nothing_to_go_back_to(store: ModelStore) -> None:
    version = publish(store)
    with pytest.raises(NoEarlierVersionError, match="no version to go back to"):
        store.roll_back()
    assert store.current == version


def test_the_version_in_use_is_never_removed(store: ModelStore) -> None:
    first, *_ = [publish(store, GOOD) for _ in range(3)]
    store.roll_back()
    store.roll_back()
    refused = [publish(store, BAD) for _ in range(4)]
    assert store.current == first
    assert store.versions == [first, *refused[-2:]]


def test_a_process_that_starts_with_a_damaged_model_uses_the_one_before(
    store: ModelStore, caplog: pytest.LogCaptureFixture
) -> None:
    publish(store, goes_with_boot="sandal")
    cut(store, publish(store, goes_with_boot="laces"))
    with caplog.at_level(logging.WARNING):
        assert what_goes_with_boot(store) == "sandal"
    assert "Train again to replace it. Meanwhile" in caplog.text


def test_with_nothing_but_a_damaged_model_there_is_none(store: ModelStore) -> None:
    cut(store, publish(store))
    assert store.get() is None


@pytest.mark.parametrize("content", ["", "[]", '{"name": "1"', '{"quality": 3}'])
def test_a_model_of_which_nothing_is_known_is_used(
    store: ModelStore, content: str
) -> None:
    version = publish(store, GOOD)
    (store.folder / version.name / "version.json").write_text(content)
    assert store.current == Version(name=version.name)
    assert what_goes_with_boot(store) == "sandal"


def test_versions_are_dated(store: ModelStore) -> None:
    with time_machine.travel("2026-11-01T03:00Z", tick=False):
        version = publish(store)
    assert version.made_at.isoformat(timespec="minutes") == "2026-11-01T03:00+00:00"
