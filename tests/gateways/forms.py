"""Form bodies with brackets, as Stripe's API takes them: a[b][0]=c."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any


def unfold(form: Mapping[str, str]) -> dict[str, Any]:
    """Return the nested fields; lists stay dictionaries of their indices."""
    fields: dict[str, Any] = {}
    for name, value in form.items():
        *parents, last = name.replace("]", "").split("[")
        place = fields
        for parent in parents:
            place = place.setdefault(parent, {})
        place[last] = value
    return fields


def find_unknown(fields: Mapping[str, Any], known: Collection[str]) -> str:
    """Return the path of the first field that is not known; a star is any name."""
    paths = _list_paths(fields)
    return next((path for path in paths if not _is_known(path, known)), "")


def _list_paths(fields: Mapping[str, Any], before: str = "") -> list[str]:
    paths = []
    for name, value in fields.items():
        path = f"{before}.{name}" if before else name
        paths += _list_paths(value, path) if isinstance(value, dict) else [path]
    return paths


def _is_known(path: str, known: Collection[str]) -> bool:
    names = path.split(".")
    return any(_matches(names, pattern.split(".")) for pattern in known)


def _matches(names: list[str], pattern: list[str]) -> bool:
    pairs = zip(names, pattern, strict=False)
    return len(names) == len(pattern) and all(p in ("*", n) for n, p in pairs)
