"""A question as it was asked, with what is known of the one who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from personalize.emulator.datasets import find_dataset
from personalize.emulator.runtime_sources import Source
from personalize.emulator.state import State
from personalize.emulator.storage_reading import Interaction, read_history
from personalize.emulator.training_data import to_engine_type
from personalize.engine.scoring import Action

PURCHASE = "purchase"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """``history`` is newest first; its times and ``now`` are those of the model."""

    user_id: str
    item_id: str
    history: Sequence[Interaction]
    now: float

    @classmethod
    def of(cls, state: State, source: Source, user_id: str, item_id: str = "") -> Self:
        history = _read_history(state, source, user_id)
        return cls(
            user_id=user_id,
            item_id=item_id,
            history=history,
            now=source.model.to_own_time(state.clock.now()),
        )

    @property
    def actions(self) -> list[Action]:
        return [
            Action(
                item_id=one.item_id,
                event_type=to_engine_type(one.event_type),
                age=max(0.0, self.now - one.timestamp),
            )
            for one in self.history
        ]

    @property
    def purchased(self) -> set[str]:
        bought = (one for one in self.history if one.event_type.lower() == PURCHASE)
        return {one.item_id for one in bought}

    @property
    def event_types(self) -> dict[str, frozenset[str]]:
        """Return by item the types of its events, in lower case."""
        found: dict[str, set[str]] = {}
        for one in self.history:
            found.setdefault(one.item_id, set()).add(one.event_type.lower())
        return {item_id: frozenset(types) for item_id, types in found.items()}


def _read_history(state: State, source: Source, user_id: str) -> list[Interaction]:
    dataset = find_dataset(state, source.group_arn, "INTERACTIONS")
    if dataset is None or not user_id:
        return []
    model = source.model
    found = read_history(
        state.database, dataset.arn, user_id, unlinked_after=model.last_row
    )
    return [replace(one, timestamp=model.to_own_time(one.timestamp)) for one in found]
