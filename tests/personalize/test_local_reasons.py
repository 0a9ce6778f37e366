"""What the embedded engine's list holds, and what it says of it."""

from __future__ import annotations

from math import nan
from pathlib import Path

import pytest

from personalize.backends.base import Answer, Query, RecommendedItem
from personalize.backends.local import LocalBackend
from personalize.engine.event_log import EventLog
from personalize.engine.features import ItemFeatures, ItemRow
from personalize.engine.model_store import ModelStore
from personalize.engine.recommender import Recommender
from personalize.engine.scoring import Reason
from personalize.enums import EventType, FallbackReason, ReasonCode, UseCase
from tests.personalize.backend_tests import get_ids, sell
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


@pytest.fixture(autouse=True)
def _sells_what_it_knows() -> None:
    sell([*SHOES, *POTS, "laces"], stock=5)


@pytest.fixture
def store(tmp_path: Path) -> ModelStore:
    store = ModelStore(tmp_path)
    store.publish(learn(VISITS, event_type="Purchase", days_apart=1))
    return store


@pytest.fixture
def backend(store: ModelStore) -> LocalBackend:
    return LocalBackend(model_dir=store.folder)


def test_what_was_bought_together_says_with_what_and_how_often(
    backend: LocalBackend,
) -> None:
    answer = backend.get_recommendations(make_question(history=make_past("boot")))
    reasons = {
        (each.reason, each.because_item_id, each.count) for each in shoes(answer)
    }
    assert reasons == {(ReasonCode.BOUGHT_TOGETHER, "boot", 6)}


def test_what_was_viewed_together_says_with_what(
    backend: LocalBackend, store: ModelStore
) -> None:
    store.publish(learn(VISITS, days_apart=1))
    answer = backend.get_recommendations(make_question(history=make_past("boot")))
    reasons = {(each.reason, each.because_item_id) for each in shoes(answer)}
    assert reasons == {(ReasonCode.VIEWED_TOGETHER, "boot")}


def test_what_goes_with_a_purchase_says_so(
    backend: LocalBackend, store: ModelStore
) -> None:
    store.publish(learn(VISITS, days_apart=1))
    bought = make_past("boot", event_type=EventType.PURCHASE)
    answer = backend.get_recommendations(make_question(history=bought))
    reasons = {each.reason for each in shoes(answer)}
    assert reasons == {ReasonCode.GOES_WITH_PURCHASE}


def test_what_nothing_of_the_visitors_speaks_for_is_popular(
    backend: LocalBackend,
) -> None:
    answer = backend.get_recommendations(make_question(history=make_past("boot")))
    others = [each for each in answer.items if each.item_id in POTS]
    reasons = {(each.reason, each.because_item_id) for each in others}
    assert reasons == {(ReasonCode.POPULAR, "")}


@pytest.mark.parametrize("reason", [*Reason])
def test_every_reason_of_the_engine_can_be_said(reason: Reason) -> None:
    assert ReasonCode(reason).label


class TestWhatIsBoughtAgain:
    """Everybody buys coffee every month, and a sofa once."""

    @pytest.fixture(autouse=True)
    def _monthly(self, store: ModelStore) -> None:
        sell(["coffee", "sofa"], stock=5)
        log = EventLog()
        for month in range(4):
            drinkers = [f"drinker-{number}" for number in range(20)]
            add_visits(
                log, drinkers, "coffee", event_type="Purchase", days_ago=30 * month
            )
        add_visits(log, drinkers, "sofa", event_type="Purchase", days_ago=100)
        store.publish(Recommender().fit_log(log))

    def test_it_is_offered_again(self, backend: LocalBackend) -> None:
        (found,) = backend.get_recommendations(make_purchases(days_ago=30)).items
        assert (found.item_id, found.reason) == ("coffee", ReasonCode.AGAIN)

    def test_it_is_not_offered_on_the_same_day(self, backend: LocalBackend) -> None:
        answer = backend.get_recommendations(make_purchases(days_ago=0.5))
        assert answer.items == ()


def test_what_was_bought_once_is_not_offered_again(backend: LocalBackend) -> None:
    question = make_purchases("boot", days_ago=30)
    assert "boot" not in get_ids(backend.get_recommendations(question))


class TestTrends:
    def test_what_surely_rises_is_trending(
        self, backend: LocalBackend, store: ModelStore
    ) -> None:
        store.publish(learn([SHOES] * 100 + [("wok",)] * 20, days_apart=0.1))
        answer = backend.get_recommendations(make_question(UseCase.TRENDING_NOW))
        (found,) = answer.items
        assert (found.item_id, found.reason) == ("wok", ReasonCode.TRENDING)

    def test_what_may_be_an_accident_is_left_to_others(
        self, backend: LocalBackend
    ) -> None:
        answer = backend.get_recommendations(make_question(UseCase.TRENDING_NOW))
        assert (answer.items, answer.shortfall) == ((), FallbackReason.TOO_FEW)


class TestDials:
    @pytest.fixture(autouse=True)
    def _described(self, store: ModelStore) -> None:
        rows = [
            *describe("shoes", *SHOES),
            *describe("pots", *POTS),
            *describe("shoe care", "laces", added=1e9),
        ]
        features = ItemFeatures.from_rows(rows)
        store.publish(learn(VISITS, days_apart=1, features=features))

    def test_without_them_the_list_is_what_suits_best(self, store: ModelStore) -> None:
        assert set(ask(store)[:3]) == {*SHOES} - {"boot"}

    def test_a_cap_spreads_the_list_over_categories(self, store: ModelStore) -> None:
        shoe, pot, *_ = ask(store, max_per_category=1)
        assert shoe in SHOES
        assert pot in POTS

    def test_diversity_does_too(self, store: ModelStore) -> None:
        shoe, other, *_ = ask(store, diversity=0.9)
        assert shoe in SHOES
        assert other in POTS

    def test_new_items_get_their_share(self, store: ModelStore) -> None:
        assert ask(store, num_results=2, new_items=0.5)[1] == "laces"


def describe(category: str, *item_ids: str, added: float = nan) -> list[ItemRow]:
    return [
        ItemRow(item_id=each, text=category, categories=(category,), added=added)
        for each in item_ids
    ]


def ask(store: ModelStore, *, num_results: int = 25, **options: float) -> list[str]:
    backend = LocalBackend(model_dir=store.folder, **options)  # type: ignore[arg-type]
    question = make_question(history=make_past("boot"), num_results=num_results)
    return get_ids(backend.get_recommendations(question))


def shoes(answer: Answer) -> list[RecommendedItem]:
    return [each for each in answer.items if each.item_id in SHOES]


def make_purchases(*item_ids: str, days_ago: float) -> Query:
    """Ask for somebody who bought these, or coffee and a sofa."""
    bought = make_past(
        *(item_ids or ("coffee", "sofa")),
        event_type=EventType.PURCHASE,
        days_ago=days_ago,
    )
    excluded = frozenset(event.item_id for event in bought)
    return make_question(history=bought, exclude=excluded)
