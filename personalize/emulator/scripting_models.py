"""A script where otherwise a trained model answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from personalize.emulator.resources import Resource
from personalize.emulator.state import State
from personalize.emulator.training_models import TrainedModel
from personalize.emulator.training_setup import Setup
from personalize.engine.choosing import OFF, Dials
from personalize.engine.features import ANYTHING, ItemFilter
from personalize.engine.recommender import Recommender
from personalize.engine.related import Kind
from personalize.engine.scoring import Action, ScoredItem

SCRIPT = "script"


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The items that are answered with, and what is said of single ones."""

    item_ids: tuple[str, ...]
    reasons: Mapping[str, Sequence[str]]

    def __post_init__(self) -> None:
        if not all(isinstance(one, str) and one for one in self.item_ids):
            raise TypeError("itemIds must be a list of texts.")
        if not isinstance(self.reasons, Mapping):
            raise TypeError("reasons must be an object: lists of texts by item id.")

    @classmethod
    def find(cls, resource: Resource) -> Self | None:
        written = resource.attributes.get(SCRIPT)
        return cls(item_ids=tuple(written[0]), reasons=written[1]) if written else None

    def to_attributes(self) -> dict[str, Any]:
        return {SCRIPT: [list(self.item_ids), dict(self.reasons)]}

    def make_model(self, state: State, trained: Resource) -> TrainedModel:
        """Make what answers in the place of a recommender or solution version."""
        return TrainedModel(
            setup=Setup.of(state, trained),
            engine=_make_engine(self.item_ids),
            popular=self.item_ids,
            last_row=0,
            trained_at=0,
        )


class ScriptedEngine(Recommender):
    """Knows the items of a script alone; their scores fall, and sum to one."""

    def __init__(self, item_ids: Sequence[str]) -> None:
        super().__init__()
        self.item_ids = item_ids

    def recommend(
        self,
        history: Sequence[Action],
        num_results: int = 10,
        *,
        now: float | None = None,
        visitor_id: str = "",
        exclude: Collection[str] = (),
        among: ItemFilter = ANYTHING,
        repeats: bool = False,
        dials: Dials = OFF,
    ) -> list[ScoredItem]:
        return self._name(num_results, exclude)

    def similar_items(
        self,
        *item_ids: str,
        num_results: int = 10,
        kind: Kind = Kind.VIEWED,
        exclude: Collection[str] = (),
        among: ItemFilter = ANYTHING,
    ) -> list[ScoredItem]:
        return self._name(num_results, exclude)

    def trending(
        self,
        num_results: int = 10,
        *,
        exclude: Collection[str] = (),
        among: ItemFilter = ANYTHING,
    ) -> list[ScoredItem]:
        return self._name(num_results, exclude)

    def rank(
        self,
        item_ids: Sequence[str],
        history: Sequence[Action],
        *,
        now: float | None = None,
        visitor_id: str = "",
    ) -> list[ScoredItem]:
        asked = set(item_ids)
        return _score([one for one in self.item_ids if one in asked])

    def _name(self, num_results: int, exclude: Collection[str]) -> list[ScoredItem]:
        named = [one for one in self.item_ids if one not in exclude]
        return _score(named[:num_results])


# It learns nothing, so that all with the same script can share it.
_make_engine = lru_cache(maxsize=256)(ScriptedEngine)


def _score(item_ids: Sequence[str]) -> list[ScoredItem]:
    total = len(item_ids) * (len(item_ids) + 1) / 2
    return [
        ScoredItem(item_id=item_id, score=(len(item_ids) - place) / total)
        for place, item_id in enumerate(item_ids)
    ]
