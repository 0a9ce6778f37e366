from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response

from shop.api.cart.serializers import (
    AdditionSerializer,
    CartSerializer,
    QuantitySerializer,
)
from shop.api.idempotency import idempotent
from shop.api.schema import IDEMPOTENCY_KEY, describe
from shop.api.serializers import read
from shop.api.views import GuestView
from shop.cart import carts
from shop.cart.models import CartLine
from shop.cart.signals import product_added
from shop.catalog.models import Product
from shop.personalization import meet_client


class CartDoor(GuestView):
    """A door to the caller's cart; a guest's becomes the account's by the first."""

    tag = "cart"
    throttle_scope = "cart"

    def initial(self, request: Request, *args: object, **kwargs: object) -> None:
        super().initial(request, *args, **kwargs)
        if request.user.is_authenticated and self.http_request.cart_token:
            carts.merge_guest_cart(self.http_request, request.user)

    def answer(self, *, code: int = status.HTTP_200_OK) -> Response:
        cart = read_cart(self.http_request)
        context = {"request": self.request}
        return Response(CartSerializer(cart, context=context).data, status=code)


class CartView(CartDoor):
    @describe("getCart", CartSerializer, summary="What the caller means to buy.")
    def get(self, request: Request) -> Response:
        return self.answer()

    @describe("emptyCart", CartSerializer, summary="Take everything out.")
    def delete(self, request: Request) -> Response:
        carts.empty(self.http_request)
        return self.answer()


class CartLinesView(CartDoor):
    # Of a product.
    further_errors = (404,)

    @describe(
        "addToCart",
        CartSerializer,
        code=201,
        request=AdditionSerializer,
        summary="Put a product into the cart, on top of what is there already.",
        parameters=[IDEMPOTENCY_KEY],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        wish = read(AdditionSerializer, request.data)
        products = Product.objects.published().for_cards()
        product = get_object_or_404(products, sku=wish.pop("sku"))
        carts.add(self.http_request, product, **wish)
        meet_client(request)
        product_added.send(
            sender=CartLine,
            request=self.http_request,
            product=product,
            quantity=wish["quantity"],
            recommendation_id=wish["recommendation_id"],
        )
        return self.answer(code=status.HTTP_201_CREATED)


class CartLineView(CartDoor):
    @describe(
        "changeCartLine",
        CartSerializer,
        request=QuantitySerializer,
        summary="Set how many are wanted.",
    )
    def put(self, request: Request, line_id: int) -> Response:
        wish = read(QuantitySerializer, request.data)
        carts.change(self.http_request, self.find_line(line_id), wish["quantity"])
        return self.answer()

    @describe("removeCartLine", CartSerializer, summary="Take the line out.")
    def delete(self, request: Request, line_id: int) -> Response:
        carts.change(self.http_request, self.find_line(line_id), 0)
        return self.answer()

    def find_line(self, line_id: int) -> CartLine:
        lines = CartLine.objects.in_carts(carts.find_cart(self.http_request))
        return get_object_or_404(lines.for_display(), pk=line_id)


def read_cart(request: HttpRequest) -> dict[str, Any]:
    lines = carts.get_lines(request)
    return {
        "lines": lines,
        "quantity": sum(line.quantity for line in lines),
        "goods": carts.get_total(lines),
    }
