from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from personalize.catalog import get_catalog
from personalize.enums import EventType
from personalize.errors import flatten
from personalize.events import NewEvent, Recorded
from personalize.reported import VALUED, get_prices, make_event, store
from personalize.schema import describe_batch
from personalize.serializers import BatchEventSerializer, BatchSerializer
from personalize.throttles import check_purchase
from personalize.views.base import PersonalizeView

UNKNOWN_PRODUCT = {"productId": ["There is no such product."]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An event of a batch, or what is wrong with it."""

    data: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, list[str]] = field(default_factory=dict)

    @property
    def product_id(self) -> str:
        return str(self.data.get("productId", ""))

    @property
    def event_type(self) -> str:
        return str(self.data["eventType"])


class BatchView(PersonalizeView):
    """Events of one visitor, of any type: a wrong one holds up no other."""

    serializer_class = BatchSerializer
    max_body = 64 * 1024

    @describe_batch(BatchSerializer)
    def post(self, request: Request) -> Response:
        data = self.validate(request.data)
        visitor = self.get_visitor(request, data)
        judged = judge_all(data["events"])
        valid = [each for each in judged if not each.errors]
        if any(each.event_type == EventType.PURCHASE for each in valid):
            check_purchase(visitor)
        recorded = store(request, visitor, make_events(valid))
        answer = {
            "success": True,
            "tracked": len({each.event.event_id for each in recorded}),
            "results": list(describe_results(judged, recorded)),
        }
        return Response(answer, status=status.HTTP_202_ACCEPTED)


def judge_all(reported: list[Any]) -> list[Judged]:
    """Validate each event by itself, and ask once for all their products."""
    judged = [judge(each) for each in reported]
    product_ids = {each.product_id for each in judged} - {""}
    known = {"", *get_catalog().get_visible_ids(product_ids)}
    return [
        each if each.product_id in known else Judged(errors=UNKNOWN_PRODUCT)
        for each in judged
    ]


def judge(reported: Any) -> Judged:
    serializer = BatchEventSerializer(data=reported)
    if serializer.is_valid():
        return Judged(data=dict(serializer.validated_data))
    return Judged(errors=dict(flatten(serializer.errors)))


def make_events(valid: list[Judged]) -> list[NewEvent]:
    """Make the events; the prices of all that have a value are asked for once."""
    valued = [each.product_id for each in valid if each.event_type in VALUED]
    prices = get_prices(valued)
    return [make_event(each.event_type, each.data, prices) for each in valid]


def describe_results(
    judged: list[Judged], recorded: list[Recorded]
) -> Iterator[dict[str, Any]]:
    """Say what became of each event, in the order in which they were sent."""
    outcomes = iter(recorded)
    for each in judged:
        if each.errors:
            yield {"eventId": None, "status": "rejected", "errors": each.errors}
        elif not recorded:
            yield {"eventId": None, "status": "ignored"}
        else:
            yield describe_outcome(next(outcomes))


def describe_outcome(recorded: Recorded) -> dict[str, Any]:
    outcome = "duplicate" if recorded.is_duplicate else "accepted"
    return {"eventId": str(recorded.event.event_id), "status": outcome}
