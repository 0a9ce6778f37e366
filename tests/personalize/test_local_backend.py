from __future__ import annotations

import logging
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from personalize.backends.base import Query
from personalize.backends.local import KINDS, LocalBackend
from personalize.datasets.features import read_features
from personalize.engine import model_store
from personalize.engine.event_log import EventLog
from personalize.engine.features import ItemFeatures, ItemFilter, ItemRow
from personalize.engine.model_store import FILE_NAME, ModelStore
from personalize.engine.recommender import Recommender
from personalize.enums import EventType, FallbackReason, ReasonCode, UseCase
from shop.catalog.models import Product
from tests.personalize.backend_tests import NarrowingTests, get_ids, sell
from tests.personalize.histories import (
    add_visits,
    learn,
    make_past,
    make_question,
)

pytestmark = pytest.mark.django_db

SHOES = ("boot", "sandal", "sneaker", "clog")
POTS = ("pan", "pot", "wok", "kettle")
VISITS = [SHOES, POTS] * 6
DESCRIBED = {"pen": "to write", "pencil": "to write", "laces": "for shoes"}
SERIES = tuple(f"item-{number}" for number in range(15))


@pytest.fixture(autouse=True)
def _sells_what_it_knows() -> None:
    sell([*SHOES, *POTS, "pen", "ink", "pencil", "laces"], stock=5)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModelStore:
    # Not a second later, but at once, so that tests need not wait.
    monkeypatch.setattr(model_store, "CHECK_EVERY", 0)
    store = ModelStore(tmp_path)
    store.publish(learn(VISITS, event_type="Purchase", days_apart=1))
    return store


@pytest.fixture
def backend(store: ModelStore) -> LocalBackend:
    return LocalBackend(model_dir=store.folder)


class TestConformance(NarrowingTests):
    @pytest.fixture
    def backend(self, store: ModelStore) -> LocalBackend:
        return LocalBackend(model_dir=store.folder)

    @pytest.fixture
    def query(self) -> Query:
        return make_question(history=make_past("boot", "pan"))


def test_a_click_changes_the_next_answer(backend: LocalBackend) -> None:
    before = backend.get_recommendations(make_question(history=make_past("boot")))
    clicked = make_past("pan", "boot")
    after = backend.get_recommendations(make_question(history=clicked))
    assert get_ids(before)[0] in SHOES
    assert get_ids(after)[0] in POTS


def test_what_was_bought_is_not_recommended(backend: LocalBackend) -> None:
    bought = make_past("sandal", event_type=EventType.PURCHASE)
    question = make_question(history=make_past("boot") + bought)
    assert "sandal" not in get_ids(backend.get_recommendations(question))


def test_the_best_come_first(backend: LocalBackend) -> None:
    question = make_question(history=make_past("boot", "pan"))
    scores = [item.score for item in backend.get_recommendations(question).items]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    "use_case", [UseCase.CUSTOMERS_ALSO_VIEWED, UseCase.SIMILAR_ITEMS]
)
def test_related_items_are_those_that_others_viewed(
    backend: LocalBackend, use_case: UseCase
) -> None:
    answer = backend.get_recommendations(make_question(use_case, item_ids=("boot",)))
    assert set(get_ids(answer)) == {*SHOES} - {"boot"}


def test_similar_items_are_alike_by_what_the_shop_says_of_them(
    backend: LocalBackend, store: ModelStore
) -> None:
    rows = [ItemRow(item_id=each, text=text) for each, text in DESCRIBED.items()]
    model = Recommender().fit([], [], [], [], features=ItemFeatures.from_rows(rows))
    store.publish(model)
    question = make_question(UseCase.SIMILAR_ITEMS, item_ids=("pen",))
    (found,) = backend.get_recommendations(question).items
    assert (found.item_id, found.reason) == ("pencil", ReasonCode.ALIKE)


def test_the_cart_is_completed_with_what_goes_with_all_of_it(
    backend: LocalBackend,
) -> None:
    question = make_question(
        UseCase.FREQUENTLY_BOUGHT_TOGETHER, item_ids=("boot", "sandal", "pan")
    )
    best = backend.get_recommendations(replace(question, num_results=2))
    assert set(get_ids(best)) == {"sneaker", "clog"}
    assert best.items[0].reason == ReasonCode.BOUGHT_TOGETHER


def test_where_few_baskets_are_known_views_complete_the_answer(
    backend: LocalBackend, store: ModelStore
) -> None:
    log = EventLog()
    add_visits(log, "abc", "pen", "ink", event_type="Purchase")
    add_visits(log, "defghi", "pen", "pencil")
    store.publish(Recommender().fit_log(log))
    question = make_question(UseCase.FREQUENTLY_BOUGHT_TOGETHER, item_ids=("pen",))
    found = [
        (item.item_id, item.reason)
        for item in backend.get_recommendations(question).items
    ]
    assert found == [
        ("ink", ReasonCode.BOUGHT_TOGETHER),
        ("pencil", ReasonCode.VIEWED_TOGETHER),
    ]


@pytest.mark.parametrize(
    "question",
    [
        make_question(),
        make_question(history=make_past("never seen")),
        make_question(UseCase.SIMILAR_ITEMS, item_ids=("never seen",)),
        make_question(UseCase.FREQUENTLY_BOUGHT_TOGETHER),
    ],
    ids=["no history", "unknown history", "unknown item", "empty cart"],
)
def test_who_or_what_is_not_known_is_cold(
    backend: LocalBackend, question: Query
) -> None:
    answer = backend.get_recommendations(question)
    assert (answer.items, answer.shortfall) == ((), FallbackReason.COLD)


def test_before_the_first_training_all_is_cold(tmp_path: Path) -> None:
    backend = LocalBackend(model_dir=tmp_path / "not there yet")
    answer = backend.get_recommendations(make_question(history=make_past("boot")))
    assert (answer.items, answer.shortfall) == ((), FallbackReason.COLD)


def test_what_cannot_be_had_is_not_named(backend: LocalBackend) -> None:
    Product.objects.filter(sku="sandal").update(stock=0)
    Product.objects.filter(sku="clog").delete()
    answer = backend.get_recommendations(make_question(history=make_past("boot")))
    assert get_ids(answer)[0] == "sneaker"
    assert not {"sandal", "clog"} & set(get_ids(answer))


@pytest.mark.parametrize("use_case", [UseCase.RECOMMENDED_FOR_YOU, *KINDS])
def test_where_most_is_sold_out_the_list_is_full(
    store: ModelStore, backend: LocalBackend, use_case: UseCase
) -> None:
    store.publish(learn([SERIES] * 4, event_type="Purchase"))
    question = make_question(
        use_case, history=make_past("item-0"), item_ids=("item-0",), num_results=3
    )
    sell(SERIES, stock=0)
    sell(SERIES[-3:], stock=1)
    assert set(get_ids(backend.get_recommendations(question))) == {*SERIES[-3:]}


def test_the_last_thing_that_can_be_had_is_found(
    store: ModelStore, backend: LocalBackend
) -> None:
    store.publish(learn([SERIES] * 4))
    sell(SERIES, stock=0)
    sell(SERIES[-1:], stock=1)
    question = make_question(history=make_past("item-0"), num_results=1)
    assert get_ids(backend.get_recommendations(question)) == [SERIES[-1]]


def test_a_list_that_little_passes_is_full(
    store: ModelStore, backend: LocalBackend
) -> None:
    sell(SERIES, price=100)
    sell(SERIES[-3:], price=5)
    model = learn([SERIES] * 4, features=read_features())
    store.publish(model)
    question = make_question(history=make_past("item-0"), num_results=3)
    cheap = replace(question, where=ItemFilter(max_price=5))
    assert set(get_ids(backend.get_recommendations(cheap))) == {*SERIES[-3:]}


def test_what_got_cheaper_since_the_training_is_found(
    store: ModelStore, backend: LocalBackend
) -> None:
    sell(SERIES, price=100)
    store.publish(learn([SERIES] * 4, features=read_features()))
    sell(SERIES[-3:], price=5)
    question = make_question(history=make_past("item-0"), num_results=3)
    cheap = replace(question, where=ItemFilter(max_price=5))
    assert set(get_ids(backend.get_recommendations(cheap))) == {*SERIES[-3:]}


def test_what_is_to_be_had_is_found_out_in_one_query(
    store: ModelStore, backend: LocalBackend, django_assert_num_queries: Any
) -> None:
    question = make_question(history=make_past("boot"))
    # The first question looks for new events too.
    backend.get_recommendations(question)
    with django_assert_num_queries(1):
        backend.get_recommendations(question)


def test_best_sellers_are_left_to_others(backend: LocalBackend) -> None:
    assert not backend.serves(UseCase.BEST_SELLERS)


def test_a_ranking_follows_the_visitors_taste(backend: LocalBackend) -> None:
    question = make_question(item_ids=("new", "wok", "clog"), history=make_past("boot"))
    ranked = get_ids(backend.get_personalized_ranking(question))
    assert ranked == ["clog", "wok", "new"]


def test_a_ranking_for_nobody_is_left_to_others(backend: LocalBackend) -> None:
    answer = backend.get_personalized_ranking(make_question(item_ids=("wok", "clog")))
    assert (answer.items, answer.shortfall) == ((), FallbackReason.COLD)


def test_a_newer_model_is_used_without_a_restart(
    backend: LocalBackend, store: ModelStore
) -> None:
    question = make_question(UseCase.SIMILAR_ITEMS, item_ids=("boot",))
    backend.get_recommendations(question)
    store.publish(learn([("boot", "laces")] * 3))
    assert get_ids(backend.get_recommendations(question)) == ["laces"]


def test_the_folder_is_looked_at_once_a_second_at_most(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model_store, "CHECK_EVERY", 60)
    reader = ModelStore(store.folder)
    before = reader.get()
    store.publish(learn([("boot", "laces")] * 3))
    assert reader.get() is before


def test_a_damaged_model_is_reported_once_and_the_previous_one_kept(
    backend: LocalBackend, store: ModelStore, caplog: pytest.LogCaptureFixture
) -> None:
    question = make_question(UseCase.SIMILAR_ITEMS, item_ids=("boot",))
    before = backend.get_recommendations(question)
    damage(store)
    with caplog.at_level(logging.WARNING):
        after = [backend.get_recommendations(question) for _ in range(3)]
    assert after == [before] * 3
    assert len(caplog.records) == 1


def test_a_good_model_after_a_damaged_one_is_used(
    backend: LocalBackend, store: ModelStore
) -> None:
    question = make_question(UseCase.SIMILAR_ITEMS, item_ids=("boot",))
    damage(store)
    backend.get_recommendations(question)
    store.publish(learn([("boot", "laces")] * 3))
    assert get_ids(backend.get_recommendations(question)) == ["laces"]


def test_the_last_three_versions_are_kept(store: ModelStore) -> None:
    published = [store.publish(learn(VISITS)) for _ in range(4)]
    assert store.versions == published[1:]


def test_what_a_killed_training_left_behind_is_removed(store: ModelStore) -> None:
    leftover = store.folder / f"{time.time_ns():020d}"
    leftover.mkdir()
    store.publish(learn(VISITS))
    assert not leftover.exists()


def test_other_files_in_the_folder_stay(store: ModelStore) -> None:
    (store.folder / "notes").mkdir()
    store.publish(learn(VISITS))
    assert (store.folder / "notes").exists()


def damage(store: ModelStore) -> None:
    """Publish another version whose file is cut in half."""
    version = store.publish(learn(VISITS))
    path = store.folder / version.name / FILE_NAME
    os.truncate(path, path.stat().st_size // 2)
