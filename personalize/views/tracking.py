from __future__ import annotations

from typing import Any

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from personalize.enums import EventType
from personalize.events import NewEvent, Recorded
from personalize.reported import (
    VALUED,
    check_products,
    get_prices,
    make_event,
    store,
)
from personalize.schema import describe_event, describe_purchase
from personalize.serializers import (
    CartSerializer,
    PurchaseSerializer,
    ViewSerializer,
)
from personalize.throttles import check_purchase
from personalize.views.base import PersonalizeView


class OneEventView(PersonalizeView):
    event_type = EventType.VIEW

    def track(self, request: Request) -> Response:
        data = self.validate(request.data)
        visitor = self.get_visitor(request, data)
        check_products([data["productId"]])
        prices = get_prices([data["productId"]] if self.event_type in VALUED else [])
        event = make_event(self.event_type, data, prices)
        return answer_one(store(request, visitor, [event]))


class ViewEventView(OneEventView):
    serializer_class = ViewSerializer

    @describe_event(
        "Report that a product was viewed.", ViewSerializer, {"productData": {}}
    )
    def post(self, request: Request) -> Response:
        return self.track(request)


class CartEventView(OneEventView):
    event_type = EventType.ADD_TO_CART
    serializer_class = CartSerializer

    @describe_event(
        "Report that a product was put into the cart.", CartSerializer, {"quantity": 1}
    )
    def post(self, request: Request) -> Response:
        return self.track(request)


class PurchaseView(PersonalizeView):
    serializer_class = PurchaseSerializer

    @describe_purchase(PurchaseSerializer)
    def post(self, request: Request) -> Response:
        data = self.validate(request.data)
        visitor = self.get_visitor(request, data)
        check_purchase(visitor)
        check_products(line["productId"] for line in data["items"])
        return answer_many(store(request, visitor, make_purchases(data)))


def make_purchases(data: dict[str, Any]) -> list[NewEvent]:
    """Make an event of each line, under an id of its own when the purchase has one."""
    lines = data["items"]
    prices = get_prices([line["productId"] for line in lines])
    event_id = data.get("eventId")
    return [
        make_event(
            EventType.PURCHASE,
            data | line | {"eventId": event_id and f"{event_id}:{index}"},
            prices,
        )
        for index, line in enumerate(lines)
    ]


def answer_one(recorded: list[Recorded]) -> Response:
    answer: dict[str, object] = {"success": True, "eventId": None, "tracked": False}
    if recorded:
        answer = {"success": True, "eventId": str(recorded[0].event.event_id)}
    return Response(answer, status=status.HTTP_202_ACCEPTED)


def answer_many(recorded: list[Recorded]) -> Response:
    event_ids = [str(each.event.event_id) for each in recorded]
    answer = {"success": True, "eventIds": event_ids, "tracked": len(set(event_ids))}
    return Response(answer, status=status.HTTP_202_ACCEPTED)
