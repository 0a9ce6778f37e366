"""Reading what Amazon answered without believing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from personalize.backends.base import Answer, RecommendedItem
from personalize.enums import ReasonCode
from personalize.exceptions import BackendUnavailable

LONGEST_ID = 256
LONGEST_RECOMMENDATION_ID = 40


def read_answer(
    answer: Mapping[str, Any],
    key: str,
    *,
    reason: ReasonCode = ReasonCode.RECOMMENDED,
    because_item_id: str = "",
) -> Answer:
    """Return the items under the key, each once; raise when they are not items."""
    entries = answer.get(key)
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        raise BackendUnavailable(
            f"Amazon Personalize: The answer has no {key} that can be understood."
        )
    first = {entry["itemId"]: entry for entry in reversed(entries)}
    items = (
        RecommendedItem(
            item_id=item_id,
            reason=reason,
            because_item_id=because_item_id,
            score=_read_score(first[item_id].get("score")),
        )
        for item_id in dict.fromkeys(entry["itemId"] for entry in entries)
    )
    return Answer(
        items=tuple(items),
        recommendation_id=_read_recommendation_id(answer.get("recommendationId")),
    )


def complete(ranked: Answer, item_ids: Sequence[str]) -> Answer:
    """Put the ids that were not ranked last, in their order, and strangers nowhere."""
    asked = dict.fromkeys(item_ids)
    known = [item for item in ranked.items if item.item_id in asked]
    missing = asked.keys() - {item.item_id for item in known}
    rest = [RecommendedItem(item_id=each) for each in asked if each in missing]
    return replace(ranked, items=(*known, *rest))


def _is_entry(entry: object) -> bool:
    return isinstance(entry, dict) and _is_id(entry.get("itemId"), LONGEST_ID)


def _is_id(value: object, longest: int) -> bool:
    # No database takes NUL or half a character, not even to look for it.
    return isinstance(value, str) and value.isprintable() and 0 < len(value) <= longest


def _read_score(score: object) -> float | None:
    # Recommenders give none, and some recipes do not either.
    return float(score) if isinstance(score, int | float) else None


def _read_recommendation_id(value: object) -> str:
    return str(value) if _is_id(value, LONGEST_RECOMMENDATION_ID) else ""
