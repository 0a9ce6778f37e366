"""What newcomers and new items get, on real data, which is not part of the project."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest

from personalize.engine.choosing import OFF, Dials
from personalize.engine.evaluation.baselines import MostPopular
from personalize.engine.evaluation.contestants import to_actions
from personalize.engine.evaluation.item_reading import read_items
from personalize.engine.evaluation.protocols import Options
from personalize.engine.evaluation.queries import Query, Split
from personalize.engine.evaluation.reading import read_interactions
from personalize.engine.evaluation.splits import split
from personalize.engine.event_log import EventLog
from personalize.engine.features import ItemFeatures
from personalize.engine.recommender import Recommender
from personalize.engine.related import Kind
from tests.personalize.evaluation import SHARED

DATA = SHARED / "data"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.xdist_group("real data"),
    pytest.mark.skipif(not DATA.exists(), reason=f"no {DATA}"),
]

# Of one visit, what happens within so many seconds.
OPTIONS = {
    "retailrocket": Options(cut=1_854_890_784.0),
    "online-retail": Options(gap=3_600.0),
}
# Enough to see, and to fit within seconds.
NEWEST_EVENTS = 200_000
QUESTIONS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Newness:
    """A shop of which some items are described, but were never seen."""

    model: Recommender
    hidden: frozenset[str]
    clicks: Sequence[Query]
    clicks_before_hidden: Sequence[Query]

    def ask(self, queries: Sequence[Query], dials: Dials = OFF) -> list[list[str]]:
        return [recommend(self.model, query, dials) for query in queries]

    def share(self, lists: list[list[str]]) -> float:
        """The share of the lists that have a new item."""
        return float(np.mean([bool(self.hidden & {*each}) for each in lists]))


def recommend(model: Recommender, query: Query, dials: Dials = OFF) -> list[str]:
    found = model.recommend(to_actions(query), 20, now=query.now, dials=dials)
    return [item.item_id for item in found]


def hit_rate(lists: list[list[str]], queries: Sequence[Query]) -> float:
    pairs = zip(lists, queries, strict=True)
    return float(np.mean([query.targets[0] in found for found, query in pairs]))


@cache
def split_sessions(name: str) -> Split:
    events = read_interactions(DATA / f"{name}.csv.gz")
    return split(events, "session", OPTIONS[name])


@cache
def get_train(name: str) -> EventLog:
    train = split_sessions(name).train
    return train.keep(
        np.arange(len(train.times)) >= len(train) - NEWEST_EVENTS
    ).to_log()


def find_first_clicks(name: str) -> list[Query]:
    """Visits of one click so far, after which came another item."""
    asked = [
        query
        for query in split_sessions(name).queries
        if len(query.history) == 1 and query.targets[0] != query.history[0]
    ]
    chosen = np.random.default_rng(0).permutation(len(asked))[:QUESTIONS]
    return [asked[n] for n in chosen.tolist()]


@pytest.fixture(scope="module")
def newness() -> Newness:
    """Online-retail, with every twentieth item hidden from the training."""
    train, features = split_sessions("online-retail").train, get_features()
    items = train.names.items.tolist()
    hidden = frozenset(items[::20])
    is_hidden = np.isin(train.items, np.arange(0, len(items), 20))
    log = train.keep(~is_hidden).to_log()
    queries = list(split_sessions("online-retail").queries)
    known = [query for query in queries if not hidden & {*query.history}]
    return Newness(
        model=Recommender().fit_log(log, features=mark_added(features, hidden)),
        hidden=hidden,
        clicks=[query for query in known if len(query.history) == 1][:QUESTIONS],
        clicks_before_hidden=[q for q in known if q.targets[0] in hidden][:QUESTIONS],
    )


def get_features() -> ItemFeatures:
    return read_items(DATA / "online-retail.items.csv.gz")


def mark_added(features: ItemFeatures, new: frozenset[str]) -> ItemFeatures:
    """The same, the new ones having been added a year after the others."""
    added = [float(item_id in new) * 3e7 for item_id in features.item_ids]
    return ItemFeatures(
        item_ids=features.item_ids,
        texts=features.texts,
        categories=features.categories,
        brands=features.brands,
        prices=features.prices,
        added=np.array(added),
    )


@pytest.mark.parametrize("name", OPTIONS)
def test_after_one_click_the_next_is_found_three_times_as_often_as_by_popularity(
    name: str,
) -> None:
    log, queries = get_train(name), find_first_clicks(name)
    model, popular = Recommender().fit_log(log), MostPopular().fit(log)
    found = hit_rate([recommend(model, query) for query in queries], queries)
    expected = hit_rate([popular.recommend([], 20)] * len(queries), queries)
    assert found >= 3 * expected > 0


def test_items_that_nobody_has_seen_appear(newness: Newness) -> None:
    assert newness.share(newness.ask(newness.clicks)) > 0.05


def test_items_that_nobody_has_seen_are_found_by_those_who_want_them(
    newness: Newness,
) -> None:
    queries = newness.clicks_before_hidden
    assert hit_rate(newness.ask(queries), queries) > 0.03


def test_a_tenth_of_the_places_finds_more_of_them(newness: Newness) -> None:
    queries = newness.clicks_before_hidden
    plain = hit_rate(newness.ask(queries), queries)
    found = newness.ask(queries, Dials(new_items=0.1))
    assert newness.share(found) == 1.0
    assert hit_rate(found, queries) > 1.2 * plain


def test_a_tenth_of_the_places_costs_little(newness: Newness) -> None:
    plain = hit_rate(newness.ask(newness.clicks), newness.clicks)
    found = newness.ask(newness.clicks, Dials(new_items=0.1))
    assert hit_rate(found, newness.clicks) > 0.9 * plain


def test_items_that_nobody_has_seen_have_something_similar(newness: Newness) -> None:
    found = [
        newness.model.similar_items(each, kind=Kind.SIMILAR) for each in newness.hidden
    ]
    assert np.mean([len(each) == 10 for each in found]) > 0.9
