"""In which state a resource is, and in what it differs from what is declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    ABSENT = "absent"
    PENDING = "pending"
    READY = "ready"
    STOPPED = "stopped"
    FAILED = "failed"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """A resource as Amazon has it; ``status`` is in Amazon's words."""

    stage: Stage = Stage.ABSENT
    status: str = ""
    arn: str = ""
    reason: str = ""
    created_at: datetime | None = None
    updated_at: datetime | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_settled(self) -> bool:
        """Whether what needs this resource can go on."""
        return self.stage in (Stage.READY, Stage.STOPPED)


ABSENT = State()


class Remedy(StrEnum):
    """What can be done about a difference."""

    CHANGE = "change"
    # Delete it, and make it again under the same name.
    REPLACE = "replace"
    # Amazon has no way; the difference says which way there is.
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    what: str
    is_now: str
    wanted: str
    remedy: Remedy = Remedy.CHANGE
    # What the operator should know before it is done, or why it is not.
    note: str = ""

    def __str__(self) -> str:
        return f"{self.what}: {self.is_now} → {self.wanted}"


STAGES = {"ACTIVE": Stage.READY, "COMPLETED": Stage.READY, "INACTIVE": Stage.STOPPED}
# The stages with their first words, where there are many of them.
BEGINNINGS = {"DELETE": Stage.LEAVING}
ENDINGS = {"FAILED": Stage.FAILED, "STOPPED": Stage.FAILED}


def read_stage(status: str) -> Stage:
    """Sort a status; Amazon writes some with spaces and some with underscores."""
    words = status.replace("_", " ").upper().split()
    if " ".join(words) in STAGES:
        return STAGES[" ".join(words)]
    if words and words[-1] in ENDINGS:
        return ENDINGS[words[-1]]
    return BEGINNINGS.get(words[0] if words else "", Stage.PENDING)


def read_state(details: Mapping[str, Any], arn: str, latest_update: str = "") -> State:
    """Read a description; while an update is under way, the resource is pending."""
    status = str(details.get("status", "ACTIVE"))
    update = details.get(latest_update) or {}
    stage = read_stage(status)
    if stage is Stage.READY and read_stage(update.get("status", "ACTIVE")) in (
        Stage.PENDING,
    ):
        stage, status = Stage.PENDING, f"UPDATE {update['status']}"
    return State(
        stage=stage,
        status=status,
        arn=arn,
        reason=str(details.get("failureReason", "")),
        created_at=details.get("creationDateTime"),
        updated_at=details.get("lastUpdatedDateTime"),
        details=details,
    )
