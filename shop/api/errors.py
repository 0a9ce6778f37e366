"""What the shop refuses, as answers of HTTP; their shape is that of the whole API."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError as ModelError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from rest_framework import status
from rest_framework.exceptions import APIException, NotFound, ValidationError

from shop.accounts.addresses import AddressRefused
from shop.accounts.erasing import ErasureRefused
from shop.api.names import camelize
from shop.cart.carts import CartError, SizeMissingError
from shop.checkout.exceptions import CheckoutError
from shop.orders.transitions import TransitionRefused
from shop.payments.exceptions import (
    GatewayDownError,
    GatewayRefusedError,
    PaymentRefusedError,
)
from shop.reviews.exceptions import ReviewRefused
from shop.wishlist.exceptions import WishRefused

NOT_FOUND = "There is no such thing, or it is not yours."
FAILURE = "Something went wrong here. Try again later."
# Their messages are written for shoppers.
REFUSALS = (
    AddressRefused,
    CartError,
    CheckoutError,
    ErasureRefused,
    PaymentRefusedError,
    ReviewRefused,
    TransitionRefused,
    WishRefused,
)


class Conflict(APIException):
    """What is asked for makes sense, but not as things are now."""

    status_code = status.HTTP_409_CONFLICT
    default_detail = "This cannot be done now."


class GatewayDown(APIException):
    status_code = status.HTTP_502_BAD_GATEWAY
    default_detail = "The payment service does not answer. Try again."


def server_error(request: HttpRequest) -> HttpResponse:
    """Tell of a mistake of ours: clients of the API in its shape, others as a page."""
    if not request.path.startswith("/api/"):
        return defaults.server_error(request)
    data = {"success": False, "message": FAILURE, "errors": {}}
    return JsonResponse(data, status=status.HTTP_500_INTERNAL_SERVER_ERROR)


def translate(error: Exception) -> Exception:
    match error:
        case SizeMissingError():
            return ValidationError({"size": [str(error)]})
        case GatewayDownError() | GatewayRefusedError():
            return GatewayDown(str(error))
        case Http404():
            return NotFound(NOT_FOUND)
        case ModelError():
            return ValidationError(dict(_spell(error)))
    return Conflict(str(error)) if isinstance(error, REFUSALS) else error


def _spell(error: ModelError) -> Iterator[tuple[str, list[str]]]:
    if not hasattr(error, "error_dict"):
        yield "nonFieldErrors", error.messages
        return
    for name, messages in error.message_dict.items():
        yield ("nonFieldErrors" if name == "__all__" else camelize(name)), messages
