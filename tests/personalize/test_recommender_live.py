from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from math import inf, nan
from pathlib import Path

import numpy as np
import pytest

from personalize.engine import item_index, live
from personalize.engine.features import ItemFeatures, ItemFilter, ItemRow
from personalize.engine.recommender import Recommender
from personalize.engine.scoring import ScoredItem
from tests.personalize.crowds import (
    SHOES,
    count_of_group,
    get_ids,
    learn_two_tastes,
    log_crowd,
    name_item,
    viewed,
)
from tests.personalize.histories import NOW, learn

LATER = NOW + 3_600


@pytest.fixture
def model() -> Recommender:
    return learn_two_tastes()


@pytest.fixture
def crowd() -> Recommender:
    return Recommender().fit_log(log_crowd())


def tell_visit(
    model: Recommender, visitor_id: str, *item_ids: str, moment: float = LATER
) -> None:
    count = len(item_ids)
    times = moment + np.arange(count) * 60
    model.partial_fit([visitor_id] * count, item_ids, ["View"] * count, times)


def tell_crowd(model: Recommender, batch: int, *, visitors: int = 600) -> Recommender:
    """Let a model learn of another crowd, an hour later, in batches of events."""
    log = log_crowd(visitors, seed=5)
    order = np.argsort(log.times)
    who, what = [*log.visitor_ids], [*log.item_ids]
    for rows in np.array_split(order, max(len(log) // batch, 1)):
        model.partial_fit(
            ["new " + who[n] for n in log.visitors[rows]],
            [what[n] for n in log.item_codes[rows]],
            ["View"] * len(rows),
            log.times[rows] + 3_600,
        )
    return model


def ask_all_groups(model: Recommender) -> Iterator[list[ScoredItem]]:
    return (model.recommend(viewed(name_item(group, 1)), 5) for group in range(20))


def test_a_new_item_is_known_in_the_next_answer(model: Recommender) -> None:
    tell_visit(model, "a", "boot", "gaiter")
    tell_visit(model, "b", "boot", "gaiter")
    assert "gaiter" in get_ids(model.recommend(viewed("boot"), 3))
    assert "gaiter" in get_ids(model.similar_items("boot"))
    assert model.knows(["gaiter"])


def test_a_new_item_tells_what_goes_with_it(model: Recommender) -> None:
    tell_visit(model, "a", "gaiter", "boot")
    assert get_ids(model.recommend(viewed("gaiter"), 1)) == ["boot"]


def test_a_model_of_nothing_learns_from_news_alone() -> None:
    model = Recommender()
    tell_visit(model, "a", *SHOES)
    tell_visit(model, "b", *SHOES)
    assert sorted(get_ids(model.recommend(viewed("boot")))) == ["sandal", "sneaker"]
    assert sorted(get_ids(model.similar_items("boot"))) == ["sandal", "sneaker"]


def test_what_all_do_now_is_popular_in_the_next_answer(model: Recommender) -> None:
    model.partial_fit("abcdefghijklm", ["wok"] * 13, ["View"] * 13, [LATER] * 13)
    assert get_ids(model.popular(1)) == get_ids(model.recommend([], 1)) == ["wok"]


def test_news_of_years_later_leave_the_scores_finite(model: Recommender) -> None:
    tell_visit(model, "late", *SHOES, moment=NOW + 2 * 365 * 86_400)
    found = model.recommend(viewed("pan"))
    assert np.isfinite([item.score for item in found]).all()
    assert get_ids(found)[0] == "pot"


@pytest.mark.parametrize("moment", [nan, inf, -inf, -7.0, 0.0, 1e300])
def test_news_of_an_impossible_time_harm_nobody(
    model: Recommender, moment: float
) -> None:
    model.partial_fit(["lost"], ["wok"], ["View"], [moment])
    assert get_ids(model.recommend(viewed("boot"), 1)) == ["sandal"]


@pytest.mark.parametrize("strange", ["", "\0", "a\0", "😀", "\ud800", "x" * 500])
def test_news_of_ids_of_any_characters(model: Recommender, strange: str) -> None:
    tell_visit(model, strange, "boot", strange)
    tell_visit(model, "another", "boot", strange)
    assert strange in get_ids(model.similar_items("boot"))


def test_news_that_teach_nothing_change_nothing(model: Recommender) -> None:
    before = model.recommend(viewed("boot"))
    model.partial_fit(["a"], ["typo"], ["Search"], [LATER])
    model.partial_fit([], [], [], [])
    assert model.recommend(viewed("boot")) == before
    assert not model.knows(["typo"])


def test_news_told_again_count_once(model: Recommender) -> None:
    tell_visit(model, "a", "pan", "boot")
    before = model.popular(), model.recommend(viewed("pan"))
    tell_visit(model, "a", "pan", "boot")
    assert (model.popular(), model.recommend(viewed("pan"))) == before


def test_news_the_training_knew_count_once() -> None:
    model = learn([SHOES] * 3)
    before = model.popular()
    tell_visit(model, "visitor-0", *SHOES, moment=NOW)
    assert model.popular() == before


def test_news_may_come_in_any_order() -> None:
    forwards, backwards = learn_two_tastes(), learn_two_tastes()
    tell_visit(forwards, "a", "boot")
    tell_visit(forwards, "a", "wok", moment=LATER + 60)
    tell_visit(backwards, "a", "wok", moment=LATER + 60)
    tell_visit(backwards, "a", "boot")
    assert forwards.recommend(viewed("boot")) == backwards.recommend(viewed("boot"))


def test_small_batches_teach_what_a_large_one_does() -> None:
    log = log_crowd()
    small = tell_crowd(Recommender().fit_log(log), 50)
    large = tell_crowd(Recommender().fit_log(log), 5_000)
    pairs = zip(ask_all_groups(small), ask_all_groups(large), strict=True)
    shared = [len({*get_ids(one)} & {*get_ids(other)}) for one, other in pairs]
    assert sum(shared) >= 0.9 * 100


def test_of_the_news_the_newest_are_kept(
    crowd: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MAX_FRESH", 100)
    monkeypatch.setattr(live, "MAX_RECENT", 500)
    tell_crowd(crowd, 70)
    assert crowd.num_new_events <= 600
    assert all(len(found) == 5 for found in ask_all_groups(crowd))


def test_made_up_items_do_not_fill_the_memory(
    model: Recommender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_index, "MAX_ADDED", 10)
    tell_visit(model, "bot", *(f"made-up {n}" for n in range(50)))
    tell_visit(model, "b", "boot", "made-up 49")
    assert model.num_items == 6 + 10
    assert get_ids(model.recommend(viewed("boot"), 1)) == ["sandal"]


def test_a_bot_among_the_news_is_one_visitor(crowd: Recommender) -> None:
    spam = [name_item(n % 20, n % 10) for n in range(20_000)]
    tell_visit(crowd, "bot", *spam)
    found = crowd.recommend(viewed("group-7/3"), 5)
    assert count_of_group(found, 7) == 5


def test_a_bot_among_the_news_makes_nothing_popular(crowd: Recommender) -> None:
    before = get_ids(crowd.popular(3))
    tell_visit(crowd, "bot", *["group-7/1"] * 5_000)
    tell_visit(crowd, "bot", *["group-7/1"] * 5_000, moment=LATER + 500_000)
    assert "group-7/1" not in before
    assert get_ids(crowd.popular(3)) == before


def test_answers_go_on_while_news_come_in(crowd: Recommender) -> None:
    with ThreadPoolExecutor(4) as pool:
        news = [pool.submit(tell_new_items, crowd, thread) for thread in range(2)]
        answers = [pool.submit(ask_often, crowd) for _ in range(2)]
    assert [one.result() for one in news] == [None, None]
    assert [one.result() for one in answers] == [400, 400]
    assert crowd.num_items == 200 + 2 * 60


def tell_new_items(model: Recommender, thread: int) -> None:
    for number in range(60):
        visit = (name_item(number % 20, 1), f"new {thread}-{number}")
        tell_visit(model, f"visitor {thread}-{number}", *visit)


def ask_often(model: Recommender) -> int:
    """Ask in every way; return how many items came."""
    where = ItemFilter(categories=frozenset({"none"}))
    found = []
    for number in range(40):
        item_id, newest = name_item(number % 20, 1), f"new 1-{number}"
        found += model.recommend(viewed(newest, item_id), 10)
        model.similar_items(item_id, newest)
        model.rank([newest, item_id], viewed(item_id))
        model.recommend(viewed(item_id), among=where)
        model.popular()
        model.trending()
    return len(found)


def test_news_of_a_described_item_that_nobody_had_seen() -> None:
    features = ItemFeatures.from_rows([ItemRow(item_id="clog", price=5.0)])
    model = learn([SHOES] * 3, features=features)
    tell_visit(model, "a", "boot", "clog")
    found = model.recommend(viewed("boot"), among=ItemFilter(max_price=9.0))
    assert get_ids(found) == ["clog"]


def test_what_was_learnt_of_late_is_not_saved(
    model: Recommender, tmp_path: Path
) -> None:
    model.save(tmp_path / "before")
    tell_visit(model, "a", "boot", "gaiter")
    model.save(tmp_path / "after")
    before, after = (tmp_path / name for name in ("before", "after"))
    assert after.read_bytes() == before.read_bytes()
    assert not Recommender.load(after).knows(["gaiter"])


def test_a_loaded_model_learns_on(model: Recommender, tmp_path: Path) -> None:
    model.save(tmp_path / "model")
    loaded = Recommender.load(tmp_path / "model")
    tell_visit(model, "a", "boot", "gaiter")
    tell_visit(loaded, "a", "boot", "gaiter")
    assert loaded.recommend(viewed("boot")) == model.recommend(viewed("boot"))
