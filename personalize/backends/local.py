"""The embedded engine: no cloud, no network, an answer in a millisecond."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from django.utils import timezone

from personalize.backends.base import Answer, BaseBackend, Query, RecommendedItem
from personalize.backends.live_events import LiveEvents
from personalize.catalog import get_catalog
from personalize.conf import conf
from personalize.engine.covisitation import CovisitationRecommender, Kind
from personalize.engine.model_store import ModelStore
from personalize.engine.scoring import Action, ScoredItem
from personalize.enums import EventType, FallbackReason, ReasonCode, UseCase
from personalize.models import Event

COLD = Answer(shortfall=FallbackReason.COLD)
KINDS = {
    UseCase.CUSTOMERS_ALSO_VIEWED: (Kind.VIEWED,),
    UseCase.SIMILAR_ITEMS: (Kind.VIEWED,),
    # Baskets that enough shoppers share are rare in a small shop.
    UseCase.FREQUENTLY_BOUGHT_TOGETHER: (Kind.BOUGHT, Kind.VIEWED),
}
REASONS = {
    Kind.VIEWED: ReasonCode.VIEWED_TOGETHER,
    Kind.BOUGHT: ReasonCode.BOUGHT_TOGETHER,
}
# So many times the items that are wanted are named, one batch after the other while too
# few of them are to be had: some are sold out, or cost more than when the model learnt.
BATCHES = (2, 8, 32)


class LocalBackend(BaseBackend):
    """Answers from the model that train_recommender made last.

    The visitor's history comes with each query, so a click counts at once; what others
    do counts a second later.
    """

    name = "local"
    # What others have just done shows within two seconds, the look at it included.
    cache_timeout = 1

    def __init__(self, *, model_dir: Path | str | None = None) -> None:
        self.live = LiveEvents(ModelStore(Path(model_dir or conf.MODEL_DIR)))

    def serves(self, use_case: UseCase) -> bool:
        return use_case == UseCase.RECOMMENDED_FOR_YOU or use_case in KINDS

    def get_recommendations(self, query: Query) -> Answer:
        model = self.live.get_model()
        if model is None or not self.serves(query.use_case):
            return COLD
        items = _offered(model, query)
        return Answer(items=items) if items else COLD

    def get_personalized_ranking(self, query: Query) -> Answer:
        model = self.live.get_model()
        if model is None or not query.history:
            return COLD
        ranked = model.rank(list(dict.fromkeys(query.item_ids)), _actions(query))
        return Answer(
            items=tuple(
                RecommendedItem(item_id=found.item_id, score=found.score)
                for found in ranked
            )
        )


def _offered(
    model: CovisitationRecommender, query: Query
) -> tuple[RecommendedItem, ...]:
    """What the model names and the shop offers now, at the price of now."""
    offered: dict[str, RecommendedItem] = {}
    checked: set[str] = set()
    for times in BATCHES:
        limit = times * query.num_results
        named = _name(model, replace(query, num_results=limit))
        new = {item.item_id: item for item in named if item.item_id not in checked}
        available = get_catalog().get_available_ids(new, query.where)
        offered |= {key: item for key, item in new.items() if key in available}
        if len(offered) >= query.num_results or len(named) < limit:
            break
        checked |= new.keys()
    return tuple(offered.values())[: query.num_results]


def _name(model: CovisitationRecommender, query: Query) -> tuple[RecommendedItem, ...]:
    if query.use_case == UseCase.RECOMMENDED_FOR_YOU:
        return _for_you(model, query)
    return _related(model, query, KINDS[query.use_case])


def _for_you(
    model: CovisitationRecommender, query: Query
) -> tuple[RecommendedItem, ...]:
    """What suits the visitor's latest events, without what those were about."""
    found = model.recommend(_actions(query), query.num_results, exclude=query.exclude)
    bought = {
        event.item_id
        for event in query.history
        if event.event_type == EventType.PURCHASE
    }
    return tuple(
        _recommend(each, Kind.BOUGHT if each.because_item_id in bought else Kind.VIEWED)
        for each in found
    )


def _related(
    model: CovisitationRecommender, query: Query, kinds: tuple[Kind, ...]
) -> tuple[RecommendedItem, ...]:
    """What goes with the items, the first kind of evidence before the next."""
    found: dict[str, RecommendedItem] = {}
    for kind in kinds:
        similar = model.similar_items(
            *query.item_ids,
            num_results=query.num_results,
            kind=kind,
            exclude=query.exclude,
        )
        for each in similar:
            found.setdefault(each.item_id, _recommend(each, kind))
    return tuple(found.values())[: query.num_results]


def _recommend(found: ScoredItem, kind: Kind) -> RecommendedItem:
    return RecommendedItem(
        item_id=found.item_id,
        reason=REASONS[kind],
        because_item_id=found.because_item_id,
        score=found.score,
    )


def _actions(query: Query) -> list[Action]:
    return list(_acted(query.history))


def _acted(history: Iterable[Event]) -> Iterable[Action]:
    now = timezone.now()
    for event in history:
        if event.item_id:
            age = (now - event.timestamp).total_seconds()
            yield Action(item_id=event.item_id, event_type=event.event_type, age=age)
