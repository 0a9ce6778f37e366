"""What a resource is: its settings, and the stations of its life with their times."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from personalize.emulator.kinds import KINDS, Kind

DELETED = "DELETED"
# How the states end that something is leaving for another one.
UNDER_WAY = ("PENDING", "IN_PROGRESS", "STOPPING")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A state that is reached at a moment, which may lie ahead."""

    status: str
    at: float


def get_stage(stages: tuple[Stage, ...], now: float) -> Stage:
    """Find the stage that holds at a moment; the first one if all lie ahead."""
    return next((s for s in reversed(stages) if s.at <= now), stages[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """Changes that count from the moment the update is ACTIVE."""

    changes: dict[str, Any]
    stages: tuple[Stage, ...]

    def is_active(self, now: float) -> bool:
        return get_stage(self.stages, now).status == "ACTIVE"

    def describe(self, now: float) -> dict[str, Any]:
        stage = get_stage(self.stages, now)
        return self.changes | {
            "status": stage.status,
            "creationDateTime": self.stages[0].at,
            "lastUpdatedDateTime": stage.at,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One resource. It never changes: ``dataclasses.replace`` and ``State.save``.

    ``attributes`` are the members of its description (``datasetGroupArn``,
    ``recipeArn``…); what is not a member of Amazon's shape stays unseen and may be
    used freely. ``stages`` is empty for a schema, which has no status.
    """

    word: str
    arn: str
    name: str
    created: float
    attributes: dict[str, Any]
    stages: tuple[Stage, ...] = ()
    update: Update | None = None
    tags: dict[str, str] = field(default_factory=dict)
    failure_reason: str | None = None

    @property
    def kind(self) -> Kind:
        return KINDS[self.word]

    def get_status(self, now: float) -> str:
        return get_stage(self.stages, now).status if self.stages else "ACTIVE"

    def is_gone(self, now: float) -> bool:
        return self.get_status(now) == DELETED

    def get_attributes(self, now: float) -> dict[str, Any]:
        """Return what counts at the moment, with the last update once it is done."""
        if self.update and self.update.is_active(now):
            return self.attributes | self.update.changes
        return self.attributes

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        values = json.loads(text)
        values["stages"] = _read_stages(values["stages"])
        if update := values["update"]:
            values["update"] = Update(
                changes=update["changes"], stages=_read_stages(update["stages"])
            )
        return cls(**values)


def _read_stages(values: list[dict[str, Any]]) -> tuple[Stage, ...]:
    return tuple(Stage(**value) for value in values)
