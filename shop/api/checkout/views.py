from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from shop.accounts import addresses
from shop.accounts.models import Address
from shop.api.cart.views import CartDoor
from shop.api.checkout.serializers import (
    CostsQuery,
    CostsSerializer,
    PlacingSerializer,
    get_fields,
)
from shop.api.orders.serializers import OrderSerializer
from shop.api.orders.views import prepare
from shop.api.schema import CHECKOUT_KEY, IDEMPOTENCY_HEADER, describe
from shop.api.serializers import read
from shop.cart import carts
from shop.checkout.placing import place_order
from shop.orders.costs import get_costs
from shop.orders.models import Order
from shop.personalization import meet_client


class CostsView(CartDoor):
    tag = "checkout"
    throttle_scope = "checkout"

    @describe(
        "getCosts",
        CostsSerializer,
        summary="What the cart costs with shipping and tax.",
        parameters=[CostsQuery],
    )
    def get(self, request: Request) -> Response:
        query = read(CostsQuery, request.query_params)
        lines = carts.get_lines(self.http_request)
        costs = get_costs(lines, query["country"])
        return Response(CostsSerializer(costs).data)


class CheckoutView(CartDoor):
    tag = "checkout"
    throttle_scope = "checkout"
    # Of one of the account's addresses.
    further_errors = (404,)

    @describe(
        "placeOrder",
        OrderSerializer,
        code=201,
        request=PlacingSerializer,
        summary="Order what is in the cart, once however often it is sent.",
        parameters=[CHECKOUT_KEY],
    )
    def post(self, request: Request) -> Response:
        checkout_id = read_checkout_id(request)
        wish = read(PlacingSerializer, request.data)
        order = self.place(make_order(request, wish, checkout_id))
        if wish["keep_address"] and "address" in wish:
            keep_address(request, wish["address"])
        data = OrderSerializer(prepare(order), context={"request": request}).data
        return Response(data, status=status.HTTP_201_CREATED)

    # What the visitor's ids are joined for is undone with an order that is refused.
    @transaction.atomic
    def place(self, order: Order) -> Order:
        meet_client(self.request)
        return place_order(self.http_request, order)


def read_checkout_id(request: Request) -> uuid.UUID:
    try:
        return uuid.UUID(request.headers.get(IDEMPOTENCY_HEADER, ""))
    except ValueError:
        sentence = "Send a UUID of your own, new for each order."
        raise ValidationError({IDEMPOTENCY_HEADER: [sentence]}) from None


def make_order(request: Request, wish: dict[str, Any], checkout_id: uuid.UUID) -> Order:
    user = request.user
    return Order(
        user=user if user.is_authenticated else None,
        checkout_id=checkout_id,
        email=wish["email"],
        payment_method=wish["payment_method"],
        total=wish["total"],
        **get_address(request, wish),
    )


def get_address(request: Request, wish: dict[str, Any]) -> dict[str, Any]:
    if "address" in wish:
        return wish["address"]
    own = Address.objects.none()
    if request.user.is_authenticated:
        own = Address.objects.of_user(request.user)
    return get_fields(get_object_or_404(own, pk=wish["address_id"]))


def keep_address(request: Request, address: dict[str, Any]) -> None:
    """Keep it in the account; an order is not refused because there are too many."""
    if not request.user.is_authenticated:
        return
    try:
        addresses.save(Address(user=request.user, **address))
    except addresses.AddressRefused:
        return
