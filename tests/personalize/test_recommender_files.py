from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from personalize.engine.features import ItemFeatures, ItemRow
from personalize.engine.model_files import ModelFileError, read_arrays, write_arrays
from personalize.engine.model_store import ModelStore
from personalize.engine.recommender import Recommender
from tests.personalize.crowds import get_ids, learn_two_tastes, log_crowd, viewed
from tests.personalize.histories import learn

# Fits the crowd of the tests in a process of its own, with hashes of its own.
FIT_ELSEWHERE = """
import sys
from pathlib import Path
import django
django.setup()
from personalize.engine.recommender import Recommender
from tests.personalize.crowds import log_crowd
Recommender(seed=3).fit_log(log_crowd(120, groups=6)).save(Path(sys.argv[1]))
"""
# Says how many bytes of private memory a loaded model takes.
LOAD_ELSEWHERE = """
import sys
from pathlib import Path
from personalize.engine.model_files import read_arrays
def measure():
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if "Private_Dirty" in line)
before = measure()
arrays = read_arrays(Path(sys.argv[1]))
total = sum(float(array.sum()) for array in arrays.values())
print(measure() - before)
"""


@pytest.fixture(scope="module")
def model() -> Recommender:
    return learn_two_tastes()


@pytest.fixture
def path(model: Recommender, tmp_path: Path) -> Path:
    model.save(tmp_path / "model")
    return tmp_path / "model"


def run(code: str, path: Path, **environment: str) -> str:
    process = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return process.stdout


def find_owner(array: np.ndarray) -> object:
    """What holds the memory that an array shows."""
    owner: object = array
    while isinstance(owner, np.ndarray | memoryview):
        owner = owner.obj if isinstance(owner, memoryview) else owner.base
    return owner


def test_a_saved_model_answers_as_before(model: Recommender, path: Path) -> None:
    loaded = Recommender.load(path)
    assert loaded.recommend(viewed("boot")) == model.recommend(viewed("boot"))
    assert loaded.similar_items("boot") == model.similar_items("boot")
    assert loaded.rank(["wok", "pan"], viewed("pot")) == model.rank(
        ["wok", "pan"], viewed("pot")
    )


def test_a_saved_model_knows_how_much_it_learnt(model: Recommender, path: Path) -> None:
    loaded = Recommender.load(path)
    assert loaded.num_events == model.num_events == 36
    assert loaded.num_pairs == model.num_pairs > 0
    assert loaded.trained_until == model.trained_until


def test_a_saved_model_knows_categories_and_dates(tmp_path: Path) -> None:
    rows = [ItemRow(item_id="clog", categories=("shoes",), price=5.0, added=9.0)]
    model = learn([("boot", "clog")] * 3, features=ItemFeatures.from_rows(rows))
    model.save(tmp_path / "model")
    facts = Recommender.load(tmp_path / "model").knowledge.facts
    assert facts.category_names.tolist() == ["shoes"]
    assert (facts.prices[1], facts.added[1]) == (5.0, 9.0)


def test_a_model_of_nothing_is_saved_too(tmp_path: Path) -> None:
    Recommender().fit([], [], [], []).save(tmp_path / "model")
    model = Recommender.load(tmp_path / "model")
    assert model.recommend(viewed("boot")) == []
    assert get_ids(model.rank(["b", "a"], viewed("boot"))) == ["b", "a"]


def test_the_same_events_and_seed_make_the_same_file(tmp_path: Path) -> None:
    Recommender(seed=7).fit_log(log_crowd(120, groups=6)).save(tmp_path / "one")
    Recommender(seed=7).fit_log(log_crowd(120, groups=6)).save(tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_makes_the_same_file(tmp_path: Path, hash_seed: str) -> None:
    run(FIT_ELSEWHERE, tmp_path / "elsewhere", PYTHONHASHSEED=hash_seed)
    Recommender(seed=3).fit_log(log_crowd(120, groups=6)).save(tmp_path / "here")
    assert (tmp_path / "elsewhere").read_bytes() == (tmp_path / "here").read_bytes()


def test_saving_leaves_nothing_else_behind(path: Path) -> None:
    assert [each.name for each in path.parent.iterdir()] == ["model"]


def test_a_failed_saving_leaves_the_file_that_was_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = path.read_bytes()
    monkeypatch.setattr(os, "fsync", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        learn([("pan", "pot")] * 3).save(path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == ["model"]


def test_ids_of_visitors_are_not_in_the_file(path: Path) -> None:
    content = path.read_bytes()
    assert "boot".encode("utf-32-le") in content
    assert "walker-3".encode("utf-32-le") not in content
    assert b"walker-3" not in content


@pytest.mark.parametrize("size", [0, 10, 100, 5_000, -1])
def test_a_truncated_file_is_refused(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size].rstrip(b"\0"))
    with pytest.raises(ModelFileError, match="Train again"):
        Recommender.load(path)


def test_a_file_with_one_wrong_bit_is_refused(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[content.index(b"b\0\0\0o\0\0\0")] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match="damaged"):
        Recommender.load(path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a model" * 9,
        b"PRSNLZ01" + b"\xff" * 99,
        b"PRSNLZ01" + (2).to_bytes(8, "little") + b"[]",
        b"PRSNLZ01" + (12).to_bytes(8, "little") + b'{"items": 3}',
    ],
)
def test_what_is_no_model_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model").write_bytes(content)
    with pytest.raises(ModelFileError, match="Train again"):
        Recommender.load(tmp_path / "model")


def test_a_file_of_another_version_is_refused(path: Path) -> None:
    path.write_bytes(b"PRSNLZ99" + path.read_bytes()[8:])
    with pytest.raises(ModelFileError, match="not a model file of this version"):
        Recommender.load(path)


def test_a_missing_file_is_an_error_one_can_act_on(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="Train again"):
        Recommender.load(tmp_path / "no-such-model")


@pytest.mark.parametrize("name", ["trust", "facts.added", "viewed.counts", "items"])
def test_a_file_without_a_table_is_refused(path: Path, name: str) -> None:
    arrays = {key: array for key, array in read_arrays(path).items() if key != name}
    write_arrays(path.parent / "less", arrays)
    with pytest.raises(ModelFileError, match=f"lacks '{name}'. Train again"):
        Recommender.load(path.parent / "less")


def test_a_damaged_version_leaves_the_one_before_in_use(tmp_path: Path) -> None:
    ModelStore(tmp_path).publish(learn([("boot", "sandal")] * 3), force=True)
    newest = ModelStore(tmp_path).publish(learn([("boot", "laces")] * 3), force=True)
    (tmp_path / newest.name / "recommender.model").write_bytes(b"PRSNLZ01")
    model = ModelStore(tmp_path).get()
    assert model
    assert get_ids(model.similar_items("boot")) == ["sandal"]


def test_arrays_come_back_from_the_file_without_being_copied(tmp_path: Path) -> None:
    write_arrays(tmp_path / "file", {"numbers": np.arange(5), "none": np.empty((0, 3))})
    arrays = read_arrays(tmp_path / "file")
    assert arrays["numbers"].tolist() == [0, 1, 2, 3, 4]
    assert arrays["none"].shape == (0, 3)
    assert not arrays["numbers"].flags.owndata


def test_a_loaded_model_shows_the_pages_of_the_file(path: Path) -> None:
    known = Recommender.load(path).knowledge
    tables = [known.items.ids, known.viewed.scores, known.histories.postings]
    owners = {type(find_owner(each)).__name__ for each in tables}
    assert owners == {"mmap"}
    assert not any(each.flags.writeable for each in tables)


def test_reading_a_large_file_takes_hardly_any_memory_of_a_process(
    tmp_path: Path,
) -> None:
    write_arrays(tmp_path / "model", {"rows": np.ones(5_000_000)})
    kilobytes = int(run(LOAD_ELSEWHERE, tmp_path / "model"))
    assert kilobytes < 0.1 * (tmp_path / "model").stat().st_size / 1024
