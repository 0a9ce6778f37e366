"""From ids to what is shown: live items, with today's price and stock."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from personalize.backends.base import Query, RecommendedItem
from personalize.catalog import get_catalog
from personalize.engine.features import ANYTHING, ItemFilter
from personalize.reasons import explain

# So many more items than are shown are read at once: some may just have sold out.
SPARE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommendation:
    """One item, who recommended it, and why in a sentence for the shopper."""

    item: Any
    item_id: str
    backend: str
    reason: str = ""
    recommendation_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An item that a backend named, before the catalogue was asked for it."""

    found: RecommendedItem
    backend: str
    recommendation_id: str


def hydrate(
    query: Query, candidates: list[Candidate], num_results: int
) -> list[Recommendation]:
    """Turn ids into live items; a second query only if many are not to be had."""
    likely = num_results + SPARE
    entries = _read_items(query, candidates[:likely], num_results)
    missing = num_results - len(entries)
    if missing and candidates[likely:]:
        entries += _read_items(query, candidates[likely:], missing)
    return entries


def _read_items(
    query: Query, candidates: list[Candidate], num_results: int
) -> list[Recommendation]:
    """Read the items in one query, with those that the reasons speak of."""
    if not candidates:
        return []
    because = {each.found.because_item_id for each in candidates[:num_results]} - {""}
    wanted = [each.found.item_id for each in candidates]
    by_id = _read([*wanted, *sorted(because)], query.where)
    named = _find_named(query, because, by_id)
    catalog = get_catalog()
    live = [each for each in candidates if each.found.item_id in by_id]
    return [
        Recommendation(
            item=by_id[each.found.item_id],
            item_id=each.found.item_id,
            backend=each.backend,
            reason=explain(
                each.found,
                because=named.get(each.found.because_item_id),
                category=catalog.get_category_name(by_id[each.found.item_id]),
            ),
            recommendation_id=each.recommendation_id,
        )
        for each in live[:num_results]
    ]


def _find_named(
    query: Query, because: set[str], by_id: dict[str, Any]
) -> dict[str, Any]:
    """Return the items that reasons may speak of; those need not pass the filter."""
    # "Because you viewed this" says nothing on the page of this.
    if len(query.item_ids) == 1:
        return {}
    missing = because - by_id.keys() if query.where else set()
    return by_id | _read(sorted(missing))


def _read(item_ids: Collection[str], where: ItemFilter = ANYTHING) -> dict[str, Any]:
    if not item_ids:
        return {}
    catalog = get_catalog()
    found = catalog.get_items(item_ids, where)
    return {catalog.get_item_id(item): item for item in found}
