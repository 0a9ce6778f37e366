"""Updates: the resource goes on as it was until its update is ACTIVE."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from personalize.emulator.errors import ResourceInUseError
from personalize.emulator.lifecycle import spread
from personalize.emulator.resources import Resource, Update
from personalize.emulator.state import State

STATIONS = ["CREATE PENDING", "CREATE IN_PROGRESS", "ACTIVE"]


def begin_update(state: State, resource: Resource, changes: dict[str, Any]) -> None:
    now = state.clock.now()
    if resource.update and not resource.update.is_active(now):
        raise ResourceInUseError(f"{resource.arn} is being updated already.")
    stages = spread(STATIONS, now, state.options.pace)
    state.save(
        replace(
            resource,
            attributes=resource.get_attributes(now),
            update=Update(changes=changes, stages=stages),
        )
    )
