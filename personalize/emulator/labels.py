"""Tags, as they are given and as they are kept."""

from __future__ import annotations

from personalize.emulator.errors import InvalidInputError, TooManyTagsError

MOST = 50

Tags = list[dict[str, str]]


def read_tags(tags: Tags, present: dict[str, str] | None = None) -> dict[str, str]:
    """Add tags to those present; Amazon keeps the prefix ``aws:`` to itself."""
    keys = [tag["tagKey"] for tag in tags]
    if len(set(keys)) < len(keys):
        raise InvalidInputError("A tag key is given twice.")
    if any(key.lower().startswith("aws:") for key in keys):
        raise InvalidInputError("Tag keys that begin with aws: are reserved.")
    merged = (present or {}) | {tag["tagKey"]: tag["tagValue"] for tag in tags}
    if len(merged) > MOST:
        raise TooManyTagsError(f"A resource can have at most {MOST} tags.")
    return merged
