"""What the doors of the shop's API share: who may call, how often, what errors say."""

from __future__ import annotations

from typing import Any

from allauth.headless.contrib.rest_framework.authentication import (
    JWTTokenAuthentication,
)
from django.http import HttpRequest
from django.utils.cache import patch_cache_control, patch_vary_headers
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import NotFound, PermissionDenied
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from personalize.parsers import StrictJSONParser
from personalize.throttles import AddressThrottle
from shop.api.errors import translate
from shop.api.permissions import IsShopper
from shop.api.schema import GUEST_HEADER
from shop.api.throttles import CallerThrottle
from shop.personalization import open_guest_cart


class ShopView(APIView):
    """A door for shoppers with an account; the other kinds say so."""

    authentication_classes = [JWTTokenAuthentication, SessionAuthentication]
    permission_classes = [IsAuthenticated]
    parser_classes = [StrictJSONParser]
    # The schema describes the doors; OPTIONS would tell their docstrings.
    metadata_class = None
    throttle_classes = [AddressThrottle, CallerThrottle]
    throttle_scope = "shopper"
    # The heading under which the documentation has it.
    tag = ""
    # Errors beyond those that any door gives.
    further_errors: tuple[int, ...] = ()

    @property
    def http_request(self) -> HttpRequest:
        """The request as the shop's own functions know it."""
        return self.request._request

    def perform_authentication(self, request: Request) -> None:
        super().perform_authentication(request)
        guest = open_guest_cart(request._request)
        if GUEST_HEADER in request.headers and not guest:
            raise PermissionDenied("This id is not yours to use.")

    def handle_exception(self, exc: Exception) -> Response:
        return super().handle_exception(translate(exc))

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Keep out of shared caches what is not meant for them."""
        response = super().finalize_response(request, response, *args, **kwargs)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_store=True)
            patch_vary_headers(response, ["Cookie", "Authorization", GUEST_HEADER])
        return response


class TokenView(ShopView):
    """A door for what allauth does by tokens alone."""

    authentication_classes = [JWTTokenAuthentication]


class GuestView(ShopView):
    """A door for guests as well, who prove themselves by X-Guest-Id."""

    permission_classes = [IsShopper]


class PublicView(ShopView):
    """A door for all, who are all answered alike: nobody is asked who they are."""

    authentication_classes: list[Any] = []
    permission_classes = [AllowAny]
    throttle_scope = "public"


class NotFoundView(PublicView):
    """Answer calls of paths that are not of the API in the API's own shape."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound("There is nothing at this address.")
