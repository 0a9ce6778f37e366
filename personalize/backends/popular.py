"""What sells, what is looked at, what is new: no training, no visitor needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date

from django.utils import timezone

from personalize.backends.base import Answer, BaseBackend, Query, RecommendedItem
from personalize.catalog import get_catalog
from personalize.enums import EventType, FallbackReason, ReasonCode, UseCase
from personalize.models import ItemCount
from personalize.popularity import ItemCountQuerySet

# How many of the items seen last say which categories a visitor is in.
ITEMS_SEEN = 5

# Names items for a query, best first, at most so many.
Source = Callable[[Query, int], Iterable[RecommendedItem]]


class PopularBackend(BaseBackend):
    """Answers every use case from the daily counts, or with what is new.

    Whoever has looked at something gets the categories of that first.

    ``window_days`` are the days over which best sellers and the most viewed are counted
    (up to the last day on which any was: a quiet shop has best sellers too),
    ``trend_days`` those in which trending items grew.
    """

    name = "popular"

    def __init__(self, *, window_days: int = 30, trend_days: int = 7) -> None:
        self.window_days = window_days
        self.trend_days = trend_days

    def is_personal(self, query: Query) -> bool:
        return query.use_case.is_personal and bool(query.history)

    def get_recommendations(self, query: Query) -> Answer:
        found: dict[str, RecommendedItem] = {}
        for source in self._sources(query):
            if len(found) >= query.num_results:
                break
            found |= _available(source, query, found)
        items = tuple(found.values())[: query.num_results]
        return Answer(items=items) if items else Answer(shortfall=FallbackReason.COLD)

    def get_personalized_ranking(self, query: Query) -> Answer:
        """Order by what was done with the items; no visitor's taste in particular."""
        item_ids = list(dict.fromkeys(query.item_ids))
        counts = ItemCount.objects.of_items(item_ids)
        totals = dict(counts.in_days(self.window_days, until=_today()).most_first())
        ranked = sorted(item_ids, key=lambda item_id: -totals.get(item_id, 0))
        return Answer(
            items=tuple(_popular(item_id, totals.get(item_id, 0)) for item_id in ranked)
        )

    def _sources(self, query: Query) -> tuple[Source, ...]:
        use_case = query.use_case
        if use_case == UseCase.RECENTLY_VIEWED:
            return (_recently_viewed,)
        if use_case == UseCase.TRENDING_NOW:
            return (self._trending, self._most_viewed, self._best_sellers, _newest)
        if use_case == UseCase.MOST_VIEWED:
            return (self._most_viewed, self._best_sellers, _newest)
        if use_case.needs_item:
            return (self._popular_in_category, _new_in_category, *self._for_all)
        if use_case == UseCase.RECOMMENDED_FOR_YOU and query.history:
            return (self._popular_where_seen, *self._for_all)
        return self._for_all

    @property
    def _for_all(self) -> tuple[Source, ...]:
        return (self._best_sellers, self._most_viewed, _newest)

    def _best_sellers(self, query: Query, limit: int) -> Iterator[RecommendedItem]:
        return self._most(EventType.PURCHASE, query, limit)

    def _most_viewed(self, query: Query, limit: int) -> Iterator[RecommendedItem]:
        return self._most(EventType.VIEW, query, limit)

    def _most(
        self, event_type: EventType, query: Query, limit: int
    ) -> Iterator[RecommendedItem]:
        counts = _count(event_type, query)
        until = counts.latest_day(until=_today())
        for item_id, total in counts.in_days(
            self.window_days, until=until
        ).most_first()[:limit]:
            yield _popular(item_id, total)

    def _trending(self, query: Query, limit: int) -> Iterator[RecommendedItem]:
        counts = _count(EventType.VIEW, query)
        rising = counts.rising_first(self.trend_days, until=_today())
        for item_id, growth in rising[:limit]:
            yield RecommendedItem(
                item_id=item_id, reason=ReasonCode.TRENDING, score=growth
            )

    def _popular_in_category(
        self, query: Query, limit: int
    ) -> Iterator[RecommendedItem]:
        same = get_catalog().select_category_ids(query.item_ids, query.where)
        counts = ItemCount.objects.of_items(same)
        recent = counts.in_days(self.window_days, until=_today())
        for item_id, total in recent.most_first()[:limit]:
            yield _popular(item_id, total, ReasonCode.POPULAR_IN_CATEGORY)

    def _popular_where_seen(
        self, query: Query, limit: int
    ) -> Iterator[RecommendedItem]:
        """What is popular in the categories that the visitor looked at last."""
        seen = dict.fromkeys(event.item_id for event in query.history if event.item_id)
        about = replace(query, item_ids=tuple(seen)[:ITEMS_SEEN])
        for found in self._popular_in_category(about, limit + ITEMS_SEEN):
            if found.item_id not in about.item_ids:
                yield found


def _available(
    source: Source, query: Query, found: Collection[str]
) -> dict[str, RecommendedItem]:
    """What a source names that can be sold, is wanted and was not found before."""
    unwanted = {*query.exclude, *query.item_ids, *found}
    # So many that enough are left: of what sells best, some is always sold out.
    named = source(query, 2 * query.num_results + len(unwanted))
    wanted = {each.item_id: each for each in named if each.item_id not in unwanted}
    available = get_catalog().get_available_ids(wanted, query.where)
    return {key: item for key, item in wanted.items() if key in available}


def _count(event_type: EventType, query: Query) -> ItemCountQuerySet:
    """What was counted of the items that the question is limited to."""
    counts = ItemCount.objects.of_type(event_type)
    if not query.where:
        return counts
    return counts.of_items(get_catalog().select_ids(query.where))


def _recently_viewed(query: Query, limit: int) -> Iterator[RecommendedItem]:
    for event in query.history:
        if event.event_type == EventType.VIEW:
            yield RecommendedItem(
                item_id=event.item_id, reason=ReasonCode.VIEWED_RECENTLY
            )


def _new_in_category(query: Query, limit: int) -> Iterator[RecommendedItem]:
    for item_id in get_catalog().get_category_ids(query.item_ids, limit, query.where):
        yield RecommendedItem(item_id=item_id, reason=ReasonCode.NEW)


def _newest(query: Query, limit: int) -> Iterator[RecommendedItem]:
    for item_id in get_catalog().get_newest_ids(limit, query.where):
        yield RecommendedItem(item_id=item_id, reason=ReasonCode.NEW)


def _popular(
    item_id: str, total: int, reason: ReasonCode = ReasonCode.POPULAR
) -> RecommendedItem:
    return RecommendedItem(item_id=item_id, reason=reason, score=float(total))


def _today() -> date:
    return timezone.now().astimezone(UTC).date()
