"""The embedded engine: no cloud, no network, an answer in a millisecond."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from personalize.backends.base import Answer, BaseBackend, Query, RecommendedItem
from personalize.backends.live_events import LiveEvents
from personalize.backends.past import Past
from personalize.catalog import get_catalog
from personalize.conf import conf
from personalize.engine.choosing import Dials
from personalize.engine.features import ANYTHING, ItemFilter
from personalize.engine.model_store import ModelStore
from personalize.engine.recommender import Recommender
from personalize.engine.related import Kind
from personalize.engine.scoring import ScoredItem
from personalize.enums import FallbackReason, ReasonCode, UseCase

COLD = Answer(shortfall=FallbackReason.COLD)
KINDS = {
    UseCase.CUSTOMERS_ALSO_VIEWED: (Kind.VIEWED,),
    UseCase.SIMILAR_ITEMS: (Kind.SIMILAR,),
    # Baskets that enough shoppers share are rare in a small shop.
    UseCase.FREQUENTLY_BOUGHT_TOGETHER: (Kind.BOUGHT, Kind.VIEWED),
}
USE_CASES = (UseCase.RECOMMENDED_FOR_YOU, UseCase.TRENDING_NOW, *KINDS)
# So many standard deviations of chance are a trend.
SURE_GROWTH = 2.0
# So many times the items that are wanted are named, one batch after the other while too
# few of them are to be had: some are sold out, or cost more than when the model learnt.
BATCHES = (2, 8, 32)


class LocalBackend(BaseBackend):
    """Answers from the model that train_recommender made last.

    The visitor's history comes with each query, so a click counts at once; what others
    do counts a second later. ``diversity``, ``max_per_category`` and ``new_items`` are
    the dials of what is recommended to a visitor, see docs/settings.md.
    """

    name = "local"
    # What others have just done shows within two seconds, the look at it included.
    cache_timeout = 1

    def __init__(
        self,
        *,
        model_dir: Path | str | None = None,
        diversity: float = 0.0,
        max_per_category: int = 0,
        new_items: float = 0.0,
    ) -> None:
        self.live = LiveEvents(ModelStore(Path(model_dir or conf.MODEL_DIR)))
        self.dials = Dials(
            diversity=diversity, max_per_category=max_per_category, new_items=new_items
        )

    def serves(self, use_case: UseCase) -> bool:
        return use_case in USE_CASES

    def get_recommendations(self, query: Query) -> Answer:
        model = self.live.get_model()
        if model is None or not self.serves(query.use_case):
            return COLD
        items = self._offer(model, query)
        if items or query.use_case == UseCase.TRENDING_NOW:
            return Answer(items=items)
        return COLD

    def can_rank(self) -> bool:
        return self.live.get_model() is not None

    def get_personalized_ranking(self, query: Query) -> Answer:
        model, past = self.live.get_model(), Past.of(query.history)
        if model is None or not model.knows(past.item_ids):
            return COLD
        ranked = model.rank(
            list(dict.fromkeys(query.item_ids)),
            past.actions,
            visitor_id=query.visitor.id,
        )
        return Answer(
            items=tuple(
                RecommendedItem(item_id=found.item_id, score=found.score)
                for found in ranked
            )
        )

    def _offer(self, model: Recommender, query: Query) -> tuple[RecommendedItem, ...]:
        """What the model names and the shop offers now, at the price of now."""
        offered = self._fill(model, query, query.where, BATCHES)
        if query.where and len(offered) < query.num_results:
            # What got cheaper, or came into the category, after the model learnt.
            offered |= self._fill(model, query, ANYTHING, BATCHES[-1:])
        return tuple(offered.values())[: query.num_results]

    def _fill(
        self,
        model: Recommender,
        query: Query,
        among: ItemFilter,
        batches: Sequence[int],
    ) -> dict[str, RecommendedItem]:
        offered: dict[str, RecommendedItem] = {}
        checked: set[str] = set()
        for times in batches:
            limit = times * query.num_results
            question = replace(query, num_results=limit, where=among)
            named = self._name(model, question)
            new = {item.item_id: item for item in named if item.item_id not in checked}
            available = get_catalog().get_available_ids(new, query.where)
            offered |= {key: item for key, item in new.items() if key in available}
            if len(offered) >= query.num_results or len(named) < limit:
                break
            checked |= new.keys()
        return offered

    def _name(self, model: Recommender, query: Query) -> list[RecommendedItem]:
        if query.use_case == UseCase.RECOMMENDED_FOR_YOU:
            return _for_you(model, query, self.dials)
        if query.use_case == UseCase.TRENDING_NOW:
            return _trending(model, query)
        return _related(model, query, KINDS[query.use_case])


def _for_you(model: Recommender, query: Query, dials: Dials) -> list[RecommendedItem]:
    """What suits the visitor's latest events; nothing for whom the model is blind."""
    past = Past.of(query.history)
    if not model.knows(past.item_ids):
        return []
    found = model.recommend(
        past.actions,
        query.num_results,
        visitor_id=query.visitor.id,
        # What was bought long enough ago is left to the engine, which knows what
        # people buy again.
        exclude=(query.exclude | past.bought_ids) - past.used_up_ids,
        among=query.where,
        dials=dials,
    )
    return [_explain(_recommend(each), past) for each in found]


def _trending(model: Recommender, query: Query) -> list[RecommendedItem]:
    """What surely rose; what only seems to is left to those who count days."""
    found = model.trending(query.num_results, exclude=query.exclude, among=query.where)
    return [_recommend(each) for each in found if each.score >= SURE_GROWTH]


def _related(
    model: Recommender, query: Query, kinds: tuple[Kind, ...]
) -> list[RecommendedItem]:
    """What goes with the items, the first kind of evidence before the next."""
    found: dict[str, RecommendedItem] = {}
    for kind in kinds:
        similar = model.similar_items(
            *query.item_ids,
            num_results=query.num_results,
            kind=kind,
            exclude=query.exclude,
            among=query.where,
        )
        for each in similar:
            found.setdefault(each.item_id, _recommend(each))
    return list(found.values())[: query.num_results]


def _recommend(found: ScoredItem) -> RecommendedItem:
    return RecommendedItem(
        item_id=found.item_id,
        # The engine's words are ours.
        reason=ReasonCode(found.reason),
        because_item_id=found.because_item_id,
        score=found.score,
        count=found.count,
    )


def _explain(found: RecommendedItem, past: Past) -> RecommendedItem:
    """Say it of what was bought: nobody has only viewed that."""
    if found.item_id in past.bought_ids:
        return replace(found, reason=ReasonCode.AGAIN, because_item_id="")
    is_due_to_purchase = found.because_item_id in past.bought_ids
    if is_due_to_purchase and found.reason == ReasonCode.VIEWED_TOGETHER:
        return replace(found, reason=ReasonCode.GOES_WITH_PURCHASE)
    return found
