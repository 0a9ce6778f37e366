from __future__ import annotations

from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class IsShopper(BasePermission):
    """A shopper with an account, or the guest that X-Guest-Id proves."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if request.user.is_authenticated or request._request.cart_token:
            return True
        raise NotAuthenticated(
            "Send a token, or the X-Guest-Id of POST /api/personalize/session."
        )
