"""A visitor's events, as the engine takes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Self

from django.utils import timezone

from personalize.engine.scoring import Action
from personalize.enums import EventType
from personalize.models import Event

# What was bought an hour ago is not used up, however often people buy it.
USED_UP_AFTER = timedelta(days=1).total_seconds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What a visitor did with items, newest first."""

    actions: tuple[Action, ...]

    @classmethod
    def of(cls, history: Iterable[Event]) -> Self:
        now = timezone.now()
        return cls(
            actions=tuple(
                Action(
                    item_id=event.item_id,
                    event_type=event.event_type,
                    age=(now - event.timestamp).total_seconds(),
                )
                for event in history
                if event.item_id
            )
        )

    @property
    def item_ids(self) -> set[str]:
        return {action.item_id for action in self.actions}

    @property
    def bought_ids(self) -> set[str]:
        return {action.item_id for action in self._purchases}

    @property
    def used_up_ids(self) -> set[str]:
        """Items that were bought, and not lately."""
        late = {one.item_id for one in self._purchases if one.age < USED_UP_AFTER}
        return self.bought_ids - late

    @property
    def _purchases(self) -> list[Action]:
        return [one for one in self.actions if one.event_type == EventType.PURCHASE]
