"""What a client reports, as events: its word is stored, but its sales never count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from rest_framework.exceptions import NotFound
from rest_framework.request import Request

from personalize.catalog import get_catalog
from personalize.enums import EventType
from personalize.events import NewEvent, Recorded, record_many
from personalize.identity import Visitor, consume_link, guests, link_guest

# An older event was kept by a device that was off; nobody knows how right its clock is.
MAX_AGE = timedelta(hours=48)
# Events with a value: so many times the price.
VALUED = (EventType.ADD_TO_CART, EventType.PURCHASE)


def make_event(
    event_type: str, data: Mapping[str, Any], prices: Mapping[str, Any]
) -> NewEvent:
    """Make an event of validated data; its value comes from the shop's own price."""
    moment = data.get("timestamp") or timezone.now()
    is_recent = timezone.now() - moment <= MAX_AGE
    price = prices.get(data.get("productId", ""))
    return NewEvent(
        event_type=event_type,
        item_id=data.get("productId", ""),
        event_value=None if price is None else float(price * data["quantity"]),
        event_id=data.get("eventId") or _default_id(event_type, data, moment),
        timestamp=moment if is_recent else None,
        recommendation_id=data.get("recommendationId") or "",
        properties=_properties(data, None if is_recent else moment),
        is_verified=event_type != EventType.PURCHASE,
    )


def get_prices(product_ids: Sequence[str]) -> dict[str, Any]:
    return get_catalog().get_prices(product_ids) if product_ids else {}


def check_products(product_ids: Iterable[str]) -> None:
    wanted = set(product_ids)
    unknown = wanted - get_catalog().get_visible_ids(wanted)
    if unknown:
        raise NotFound(f"There is no product {', '.join(sorted(unknown))}.")


def store(request: Request, visitor: Visitor, events: list[NewEvent]) -> list[Recorded]:
    """Store the events; the first ones after a login carry the guest's id as well."""
    if guests.HEADER in request.headers:
        recorded = _store_and_link(request, visitor, events)
    else:
        recorded = record_many(visitor, events)
    if recorded:
        consume_link(request)
    return recorded


@transaction.atomic
def _store_and_link(
    request: Request, visitor: Visitor, events: list[NewEvent]
) -> list[Recorded]:
    return record_many(link_guest(request, visitor), events)


def _default_id(
    event_type: str, data: Mapping[str, Any], moment: datetime
) -> str | None:
    """Take a purchase nobody can check once per product and day."""
    if event_type != EventType.PURCHASE:
        return None
    return f"purchase:{moment:%Y-%m-%d}:{data['productId']}"


def _properties(
    data: Mapping[str, Any], reported_at: datetime | None
) -> dict[str, Any]:
    properties = {"query": data["query"]} if "query" in data else {}
    if reported_at:
        properties["reportedAt"] = reported_at.isoformat()
    return properties
