"""Whose an order is: the account's, or theirs who have its key."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from shop.api.schema import ORDER_HEADER
from shop.orders import buyers
from shop.orders.models import Order


class IsBuyer(BasePermission):
    """A shopper with an account, or whoever brings the key that an order came with."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.user.is_authenticated or ORDER_HEADER in request.headers:
            return True
        raise NotAuthenticated(
            f"Send a token, or {ORDER_HEADER} with the key that the order came with."
        )


def find_order(request: Request, number: str) -> Order:
    if key := request.headers.get(ORDER_HEADER, ""):
        return buyers.find_linked(number, key)
    return get_object_or_404(Order.objects.of_user(request.user), number=number)
