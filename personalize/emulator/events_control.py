"""What tests ask of the events, under ``/_emulator``.

GET  /_emulator/events                    what PutEvents accepted, oldest first
POST /_emulator/poison  {"itemIds": […]}  refuse calls with events of these items
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from personalize.emulator import kinds
from personalize.emulator.control import Order, control_path
from personalize.emulator.state import State
from personalize.emulator.storage_memory import memory_of
from personalize.emulator.storage_reading import read_rows_of
from personalize.emulator.storage_tables import get_put_set

if TYPE_CHECKING:
    from personalize.emulator.server import Emulator

MEMBERS = (
    "userId",
    "sessionId",
    "itemId",
    "eventType",
    "sentAt",
    "eventValue",
    "eventId",
)


@control_path("GET", "events")
def answer_events(emulator: Emulator, order: Order) -> object:
    return list_events(emulator.state)


@control_path("POST", "poison")
def add_poison(emulator: Emulator, order: Order) -> object:
    poison = memory_of(emulator.state).poison
    poison.update(map(str, order["itemIds"]))
    return {"itemIds": sorted(poison)}


def list_events(state: State) -> list[dict[str, Any]]:
    """Return the events of all dataset groups, in the order they were accepted."""
    memory_of(state)
    datasets = state.find(kinds.DATASET, datasetType="INTERACTIONS")
    numbers = [get_put_set(state.database, one.arn) for one in datasets]
    return [
        dict(zip(MEMBERS, row, strict=False))
        for number in numbers
        for row in read_rows_of(state.database, "interactions", number)
    ]
