"""The read path: ask the backends in order until there are enough items."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from rest_framework.request import Request

from personalize.answers import ask, ask_ranking, find_device, make_query
from personalize.backends import get_backends
from personalize.backends.base import Query, RecommendedItem
from personalize.catalog import get_catalog
from personalize.engine.features import ANYTHING, ItemFilter
from personalize.enums import FallbackReason, ReasonCode, UseCase
from personalize.exceptions import IdentityError
from personalize.hydration import Candidate, Recommendation, hydrate
from personalize.identity import Visitor, resolve_visitor
from personalize.page import Page, get_page
from personalize.signals import recommendations_served


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendations:
    """An answer, best first.

    ``backend`` gave the first item. ``fallback_reason`` says why the backends asked
    before it gave none, or why it gave too few itself; empty when it gave them all.
    """

    use_case: UseCase
    entries: tuple[Recommendation, ...] = ()
    backend: str = ""
    is_fallback: bool = False
    fallback_reason: str = ""

    @property
    def items(self) -> list[Any]:
        return [entry.item for entry in self.entries]

    @property
    def recommendation_id(self) -> str:
        return self.entries[0].recommendation_id if self.entries else ""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """All the ids that were asked about, best first."""

    item_ids: tuple[str, ...]
    backend: str = ""
    is_fallback: bool = False
    fallback_reason: str = ""
    recommendation_id: str = ""


def recommend(
    request: HttpRequest | Request,
    use_case: str,
    *,
    item: Model | None = None,
    items: Iterable[Model] = (),
    num_results: int = 10,
    where: ItemFilter = ANYTHING,
    visitor: Visitor | None = None,
) -> Recommendations:
    """Return items to show now: in stock, not in the cart, not on the page already.

    ``item`` is the one being viewed, ``items`` those the answer should complement;
    ``where`` narrows the answer to a category or to prices.
    Never raises because a backend is down: the next one is asked.
    """
    page = get_page(request, visitor)
    catalog = get_catalog()
    about = [item] if item is not None else list(items)
    about_ids = tuple(catalog.get_item_id(each) for each in about)
    query = make_query(
        page,
        UseCase(use_case),
        item_ids=about_ids,
        num_results=num_results,
        where=where,
    )
    recommendations = _climb(page, query, num_results)
    page.shown.update(entry.item_id for entry in recommendations.entries)
    recommendations_served.send_robust(
        sender=Recommendations,
        recommendations=recommendations,
        use_case=query.use_case,
        visitor=page.visitor,
    )
    return recommendations


def rank(
    request: HttpRequest | Request,
    items: Sequence[Any],
    *,
    visitor: Visitor | None = None,
) -> list[Any]:
    """Return the same items, those first that this visitor is likely to want."""
    by_id = {get_catalog().get_item_id(item): item for item in items}
    ranking = rank_ids(request, tuple(by_id), visitor=visitor)
    return [by_id[item_id] for item_id in ranking.item_ids]


def can_rank(request: HttpRequest | Request) -> bool:
    """Whether an order *For you* can be offered: to somebody with a history.

    Whoever is new stays so, without a cookie: a list of products needs none.
    """
    try:
        visitor = resolve_visitor(request)
    except IdentityError:
        return False
    if not visitor.id or not any(each.can_rank() for each in get_backends()):
        return False
    return bool(get_page(request, visitor).history)


def rank_ids(
    request: HttpRequest | Request,
    item_ids: Sequence[str],
    *,
    visitor: Visitor | None = None,
    is_personal: bool = False,
) -> Ranking:
    """Return the same ids, ranked by the first backend that can.

    With ``is_personal`` those are not asked that order a list alike for all: when the
    others do not answer either, it keeps its order.
    """
    page = get_page(request, visitor)
    query = Query(
        use_case=UseCase.RECOMMENDED_FOR_YOU,
        visitor=page.visitor,
        item_ids=tuple(dict.fromkeys(item_ids)),
        history=page.history,
        device=find_device(page),
    )
    ladder = [each for each in get_backends() if each.can_rank() or not is_personal]
    reason = ""
    for position, backend in enumerate(ladder):
        answer = ask_ranking(page, backend, query)
        if answer.items:
            ranked = [found.item_id for found in answer.items]
            return Ranking(
                item_ids=_completed(ranked, query.item_ids),
                backend=backend.name,
                is_fallback=position > 0,
                fallback_reason=reason,
                recommendation_id=answer.recommendation_id,
            )
        reason = reason or answer.shortfall
    return Ranking(item_ids=query.item_ids, is_fallback=True, fallback_reason=reason)


def _climb(page: Page, query: Query, num_results: int) -> Recommendations:
    """Ask backend after backend until the catalogue confirms enough of their items."""
    ladder = [each for each in get_backends() if each.serves(query.use_case)]
    unwanted = _unwanted(page, query)
    entries: list[Recommendation] = []
    reason = ""
    for backend in ladder:
        answer = ask(page, backend, query)
        candidates = [
            Candidate(
                found=found,
                backend=backend.name,
                recommendation_id=answer.recommendation_id,
            )
            for found in answer.items
            if found.item_id not in unwanted and _is_needed(found, query)
        ]
        entries += hydrate(query, candidates, num_results - len(entries))
        if len(entries) >= num_results:
            break
        reason = reason or answer.shortfall
        unwanted |= {entry.item_id for entry in entries}
    return _conclude(query, entries, ladder[0].name if ladder else "", reason)


def _unwanted(page: Page, query: Query) -> set[str]:
    return {*query.item_ids, *page.shown, *page.cart_ids}


def _is_needed(found: RecommendedItem, query: Query) -> bool:
    """Whether the visitor has none of it, or would buy it again."""
    return found.item_id not in query.exclude or found.reason == ReasonCode.AGAIN


def _conclude(
    query: Query, entries: list[Recommendation], first: str, reason: str
) -> Recommendations:
    backend = entries[0].backend if entries else ""
    return Recommendations(
        use_case=query.use_case,
        entries=tuple(entries),
        backend=backend,
        is_fallback=backend != first,
        fallback_reason=reason or (FallbackReason.TOO_FEW if not entries else ""),
    )


def _completed(ranked: list[str], asked: tuple[str, ...]) -> tuple[str, ...]:
    known = set(asked)
    return tuple(dict.fromkeys([*(each for each in ranked if each in known), *asked]))
