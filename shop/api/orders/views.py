from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from shop.api.cart.views import read_cart
from shop.api.orders.access import IsBuyer, find_order
from shop.api.orders.serializers import (
    OrderCard,
    OrderSerializer,
    ReorderedSerializer,
)
from shop.api.pages import PageQuery, get_page, page_of
from shop.api.permissions import IsShopper
from shop.api.schema import describe
from shop.api.serializers import read
from shop.api.views import ShopView
from shop.checkout.cancelling import cancel_order
from shop.orders.models import Order
from shop.orders.reordering import reorder
from shop.orders.timeline import get_timeline
from shop.personalization import meet_client

OrdersPage = page_of(OrderCard)


class OrdersView(ShopView):
    tag = "orders"

    @describe(
        "listOrders",
        OrdersPage,
        summary="The account's orders, newest first.",
        parameters=[PageQuery],
    )
    def get(self, request: Request) -> Response:
        orders = Order.objects.of_user(request.user).for_list()
        page = get_page(orders, read(PageQuery, request.query_params))
        return Response(OrdersPage(page, context={"request": request}).data)


class OrderDoor(ShopView):
    """A door to one order: of the account, or opened by its key."""

    permission_classes = [IsBuyer]
    tag = "orders"

    def answer(self, order: Order, *, code: int = 200) -> Response:
        data = OrderSerializer(prepare(order), context={"request": self.request}).data
        return Response(data, status=code)


class OrderView(OrderDoor):
    @describe("getOrder", OrderSerializer, summary="One order, and how it goes on.")
    def get(self, request: Request, number: str) -> Response:
        return self.answer(find_order(request, number))


class CancellationView(OrderDoor):
    @describe(
        "cancelOrder",
        OrderSerializer,
        summary="Take the order back; what was paid is given back.",
    )
    def post(self, request: Request, number: str) -> Response:
        order = find_order(request, number)
        user = request.user
        cancel_order(order, by=user if user.is_authenticated else None)
        return self.answer(find_order(request, number))


class ReorderView(OrderDoor):
    permission_classes = [IsBuyer, IsShopper]

    @describe(
        "reorder",
        ReorderedSerializer,
        summary="Put what was bought into the cart again, as far as it is there.",
    )
    def post(self, request: Request, number: str) -> Response:
        order = find_order(request, number)
        meet_client(request)
        problems = reorder(self.http_request, order)
        data = {"cart": read_cart(self.http_request), "problems": problems}
        return Response(ReorderedSerializer(data, context={"request": request}).data)


def prepare(order: Order) -> Order:
    """Read what the answer shows beside the order's own row."""
    order.timeline = get_timeline(order)
    order._prefetched_objects_cache = {"lines": order.lines.for_display()}
    return order
