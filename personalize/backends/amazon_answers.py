"""Reading what Amazon answered without believing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from personalize.backends.amazon_reasons import ITEM_REASONS, PROMOTED
from personalize.backends.base import Answer, RecommendedItem
from personalize.enums import ReasonCode
from personalize.exceptions import BackendUnavailable

LONGEST_ID = 256
LONGEST_RECOMMENDATION_ID = 40
LONGEST_WORD = 100


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
    default = RecommendedItem(
        item_id="", reason=reason, because_item_id=because_item_id
    )
    item_ids = dict.fromkeys(entry["itemId"] for entry in entries)
    return Answer(
        items=tuple(_read_item(first[item_id], default) for item_id in item_ids),
        recommendation_id=_read_recommendation_id(answer.get("recommendationId")),
    )


def complete(ranked: Answer, item_ids: Sequence[str]) -> Answer:
    """Put the ids that were not ranked last, in their order, and strangers nowhere."""
    asked = dict.fromkeys(item_ids)
    known = [item for item in ranked.items if item.item_id in asked]
    missing = asked.keys() - {item.item_id for item in known}
    rest = [RecommendedItem(item_id=each) for each in asked if each in missing]
    return replace(ranked, items=(*known, *rest))


def _read_item(entry: Mapping[str, Any], default: RecommendedItem) -> RecommendedItem:
    said, promotion = _read_words(entry.get("reason")), entry.get("promotionName")
    # Only some recipes give reasons, but all name their promotion.
    reasons = [*said, PROMOTED] if promotion and PROMOTED not in said else said
    found = replace(
        default,
        item_id=entry["itemId"],
        score=_read_score(entry.get("score")),
        note="; ".join(_read_words([*reasons, promotion, *_read_metadata(entry)])),
    )
    known = [ITEM_REASONS[word] for word in reasons if word in ITEM_REASONS]
    # It is there for this reason, not because of what the others are there for.
    return replace(found, reason=known[0], because_item_id="") if known else found


def _read_metadata(entry: Mapping[str, Any]) -> list[str]:
    metadata = entry.get("metadata")
    columns = metadata.items() if isinstance(metadata, dict) else ()
    return [f"{name}={value}" for name, value in columns]


def _read_words(values: object) -> list[str]:
    """Read a list of texts, each not too long, without what is none."""
    entries = values if isinstance(values, list) else []
    words = [each for each in entries if isinstance(each, str) and each.isprintable()]
    return [word[:LONGEST_WORD] for word in words]


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
