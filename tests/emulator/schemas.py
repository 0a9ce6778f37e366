"""Schemas that tests create datasets with."""

from __future__ import annotations

import json
from typing import Any


def field(name: str, kind: object = "string", **flags: bool) -> dict[str, Any]:
    return {"name": name, "type": kind, **flags}


def schema(name: str, *fields: dict[str, Any]) -> str:
    record = {
        "type": "record",
        "name": name,
        "namespace": "com.amazonaws.personalize.schema",
        "fields": list(fields),
        "version": "1.0",
    }
    return json.dumps(record)


INTERACTION_FIELDS = (
    field("USER_ID"),
    field("ITEM_ID"),
    field("EVENT_TYPE"),
    field("TIMESTAMP", "long"),
    field("EVENT_VALUE", ["float", "null"]),
)
ITEM_FIELDS = (
    field("ITEM_ID"),
    field("PRICE", "float"),
    field("CATEGORY_L1", ["string"], categorical=True),
)
INTERACTIONS = schema("Interactions", *INTERACTION_FIELDS)
ITEMS = schema("Items", *ITEM_FIELDS)
USERS = schema("Users", field("USER_ID"), field("TIER", categorical=True))
