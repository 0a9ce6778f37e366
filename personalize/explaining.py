"""What each backend would recommend, and why: for staff, past cache and cool-down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from django.http import HttpRequest

from personalize.answers import make_query
from personalize.backends import get_backends
from personalize.backends.base import Answer, BaseBackend, Query
from personalize.catalog import get_catalog
from personalize.enums import FallbackReason, UseCase
from personalize.exceptions import BackendError
from personalize.identity import Visitor
from personalize.page import Page
from personalize.reasons import describe_evidence, explain

# Staff wait longer than shoppers do, to learn what a slow backend would say.
DEADLINE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedItem:
    """``item`` is None when the catalogue does not offer it now.

    ``evidence`` says how many customers stand behind the reason, where that is counted;
    ``note`` is what the backend says of the item in its own words.
    """

    item_id: str
    item: Any
    reason: str
    evidence: str
    note: str
    score: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """One backend's answer. ``problem`` says why there is none, or not enough."""

    backend: str
    items: tuple[ExplainedItem, ...] = ()
    recommendation_id: str = ""
    problem: str = ""


def explain_use_case(
    request: HttpRequest,
    use_case: UseCase,
    *,
    visitor: Visitor,
    item_id: str = "",
    num_results: int = 10,
) -> Iterator[Explanation]:
    """Ask every backend that serves the use case, as if it were the only one."""
    page = Page(request, visitor)
    item_ids = (item_id,) if item_id else ()
    query = make_query(page, use_case, item_ids=item_ids, num_results=num_results)
    for backend in get_backends():
        if backend.serves(use_case):
            yield _explain(backend, replace(query, num_results=num_results))


def _explain(backend: BaseBackend, query: Query) -> Explanation:
    try:
        answer = backend.get_recommendations(
            replace(query, deadline=monotonic() + DEADLINE)
        )
    except BackendError as error:
        problem = f"{FallbackReason(error.reason).label}: {error}"
        return Explanation(backend=backend.name, problem=problem)
    return Explanation(
        backend=backend.name,
        items=tuple(_describe(answer)),
        recommendation_id=answer.recommendation_id,
        problem="" if answer.items else str(FallbackReason(answer.shortfall).label),
    )


def _describe(answer: Answer) -> Iterator[ExplainedItem]:
    catalog = get_catalog()
    named = [found.item_id for found in answer.items]
    because = [found.because_item_id for found in answer.items]
    items = catalog.get_items([*named, *filter(None, because)])
    by_id = {catalog.get_item_id(item): item for item in items}
    for found in answer.items:
        item = by_id.get(found.item_id)
        yield ExplainedItem(
            item_id=found.item_id,
            item=item,
            reason=explain(
                found,
                because=by_id.get(found.because_item_id),
                category=catalog.get_category_name(item) if item else "",
            ),
            evidence=describe_evidence(found),
            note=found.note,
            score=found.score,
        )
