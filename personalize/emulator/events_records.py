"""PutItems and PutUsers: each record replaces the one with the same id, as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from personalize.emulator import kinds
from personalize.emulator.errors import InvalidInputError
from personalize.emulator.events_properties import (
    check_id,
    parse_properties,
    read_properties,
)
from personalize.emulator.filtering import Attributes
from personalize.emulator.registry import Answered, Request, operation
from personalize.emulator.state import State
from personalize.emulator.storage_memory import get_columns, memory_of
from personalize.emulator.storage_tables import get_put_set, put_records
from personalize.emulator.training_live import introduce


@operation("PutItems")
def put_items(state: State, request: Request) -> Answered:
    """Add or replace up to ten items; they count in filters at once."""
    _put(state, request, "ITEMS", "itemId")
    return {}


@operation("PutUsers")
def put_users(state: State, request: Request) -> Answered:
    """Add or replace up to ten users; they count in filters at once."""
    _put(state, request, "USERS", "userId")
    return {}


def _put(state: State, request: Request, dataset_type: str, id_name: str) -> None:
    memory = memory_of(state)
    dataset = state.get(kinds.DATASET, request["datasetArn"])
    if dataset.attributes["datasetType"] != dataset_type:
        raise InvalidInputError(f"{dataset.arn} is not a dataset of {dataset_type}.")
    state.get_active(kinds.DATASET, dataset.arn)
    columns = get_columns(state, dataset)
    id_column = frozenset({_to_column(id_name)})
    added: dict[str, Attributes] = {}
    for record in request[dataset_type.lower()]:
        check_id(id_name, record[id_name])
        properties = parse_properties(record)
        values = read_properties(properties, columns, left_out=id_column)
        added[record[id_name]] = {name.upper(): one for name, one in values.items()}
    number = get_put_set(state.database, dataset.arn)
    put_records(state.database, number, _dump(added.items()))
    memory.add_records(dataset.arn, added)
    if dataset_type == "ITEMS":
        introduce(memory.models.values(), dataset.attributes["datasetGroupArn"], added)


def _to_column(id_name: str) -> str:
    return id_name.removesuffix("Id").upper() + "_ID"


def _dump(records: Iterable[tuple[str, Any]]) -> list[tuple[str, str]]:
    return [(record_id, json.dumps(values)) for record_id, values in records]
