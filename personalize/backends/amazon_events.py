"""An Event as PutEvents takes it, the same to the byte whenever it is sent."""

from __future__ import annotations

import json
import math
from collections.abc import Collection
from datetime import UTC
from typing import TYPE_CHECKING, Any

from personalize.models import Event

if TYPE_CHECKING:
    from mypy_boto3_personalize_events.type_defs import (
        EventTypeDef,
        PutEventsRequestTypeDef,
    )

LONGEST_PROPERTIES = 1024
# Amazon has members of its own for these and refuses an event with such a property.
FORBIDDEN = {
    "userid",
    "sessionid",
    "eventtype",
    "timestamp",
    "recommendationid",
    "impression",
}


def make_event(event: Event, *, properties: Collection[str] = ()) -> EventTypeDef:
    """Describe an event by what was fixed when it was accepted, and by nothing else."""
    sent: EventTypeDef = {
        "eventId": str(event.event_id),
        "eventType": event.event_type,
        # Amazon counts whole seconds.
        "sentAt": event.timestamp.astimezone(UTC).replace(microsecond=0),
    }
    if event.item_id:
        sent["itemId"] = event.item_id
    if event.event_value is not None and math.isfinite(event.event_value):
        sent["eventValue"] = float(event.event_value)
    if event.recommendation_id:
        sent["recommendationId"] = event.recommendation_id
    if encoded := encode_properties(event.properties, properties):
        sent["properties"] = encoded
    return sent


def make_call(
    tracking_id: str, *, user_id: str, session_id: str, events: list[EventTypeDef]
) -> PutEventsRequestTypeDef:
    call: PutEventsRequestTypeDef = {
        "trackingId": tracking_id,
        "sessionId": session_id,
        "eventList": events,
    }
    # Absent, not empty, is how Amazon wants the user of an anonymous visit.
    if user_id:
        call["userId"] = user_id
    return call


def encode_properties(values: dict[str, Any], allowed: Collection[str]) -> str:
    """Return the allowed ones as JSON, or nothing when Amazon would not take it."""
    kept = {
        name: value
        for name, value in values.items()
        if name in allowed and name.lower() not in FORBIDDEN and _is_scalar(value)
    }
    encoded = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    return encoded if kept and len(encoded) <= LONGEST_PROPERTIES else ""


def _is_scalar(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, str | int)
