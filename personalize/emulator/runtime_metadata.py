"""Columns of the Items dataset in answers, where they are switched on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from personalize.emulator.datasets import find_dataset
from personalize.emulator.errors import InvalidInputError
from personalize.emulator.filtering import NO_ATTRIBUTES
from personalize.emulator.runtime_filters import get_records
from personalize.emulator.runtime_sources import Source
from personalize.emulator.state import State
from personalize.emulator.storage_columns import Columns
from personalize.emulator.storage_memory import get_columns

MAX_COLUMNS = 10


def check_metadata(state: State, source: Source, request: Mapping[str, Any]) -> None:
    wanted = request.get("metadataColumns", {})
    if not wanted:
        return
    if not source.gives_metadata:
        raise InvalidInputError(
            "Metadata is not switched on: enableMetadataWithRecommendations."
        )
    if wanted.keys() != {"ITEMS"} or len(wanted["ITEMS"]) > MAX_COLUMNS:
        raise InvalidInputError(
            f"metadataColumns must name at most {MAX_COLUMNS} columns of ITEMS."
        )
    unknown = [name for name in wanted["ITEMS"] if name not in _columns(state, source)]
    if unknown:
        raise InvalidInputError(f"The Items dataset has no column {unknown[0]}.")


def add_metadata(
    state: State,
    source: Source,
    request: Mapping[str, Any],
    entries: list[dict[str, Any]],
) -> list[dict[str, Any]]:
    """Add to each entry what the request wants to know of its item, as texts."""
    wanted = request.get("metadataColumns", {}).get("ITEMS", [])
    if not wanted:
        return entries
    items = get_records(state, source.group_arn, "ITEMS")
    return [
        entry | {"metadata": _pick(items.get(entry["itemId"], NO_ATTRIBUTES), wanted)}
        for entry in entries
    ]


def _pick(attributes: Mapping[str, Any], wanted: list[str]) -> dict[str, str]:
    values = {name: attributes.get(name.upper()) for name in wanted}
    return {name: str(value) for name, value in values.items() if value is not None}


def _columns(state: State, source: Source) -> Columns:
    dataset = find_dataset(state, source.group_arn, "ITEMS")
    return get_columns(state, dataset) if dataset else {}
