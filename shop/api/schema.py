"""How the shop's API describes itself in OpenAPI."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.serializers import Serializer

Door = TypeVar("Door", bound=Callable[..., Any])

GUEST_HEADER = "X-Guest-Id"
ORDER_HEADER = "X-Order-Key"
IDEMPOTENCY_HEADER = "Idempotency-Key"
# What proves a caller beside a token, by the permission that asks for it.
SCHEMES = {"IsShopper": "guest", "IsBuyer": "orderKey"}
# The one that recommendations and events answer with.
ERROR = {"$ref": "#/components/schemas/ErrorAnswer"}
ERRORS = {
    400: "Something in the request is wrong: see errors, by field.",
    401: "A token is missing, not valid or has expired.",
    403: "The caller may not do this.",
    404: "There is no such thing, or it is not the caller's.",
    406: "Only application/json is answered.",
    409: "This cannot be done as things are now; message says why, to the shopper.",
    413: "The body is too large.",
    415: "Only application/json in UTF-8 is read.",
    429: "Too many requests: wait as long as the header Retry-After says.",
    502: "The payment service does not answer. Try again.",
    503: "The database is away; nothing was stored. Try again.",
}
IF_NONE_MATCH = OpenApiParameter(
    "If-None-Match",
    location=OpenApiParameter.HEADER,
    description="The ETag of the answer that you have.",
)
IDEMPOTENCY_KEY = OpenApiParameter(
    IDEMPOTENCY_HEADER,
    location=OpenApiParameter.HEADER,
    description="Of your own making: sent again under it, a call is done once.",
    pattern="^[A-Za-z0-9_.:-]{1,64}$",
)
CHECKOUT_KEY = OpenApiParameter(
    IDEMPOTENCY_HEADER,
    OpenApiTypes.UUID,
    location=OpenApiParameter.HEADER,
    required=True,
    description="A UUID of your own making, new for each order: one order comes of it.",
)


def describe(
    operation_id: str,
    answer: Any,
    *,
    summary: str,
    code: int = 200,
    request: Any = None,
    parameters: Sequence[OpenApiParameter | type[Serializer]] = (),
) -> Callable[[Door], Door]:
    """Document an operation; the errors are those that its view can give."""
    responses: dict[int, Any] = {code: OpenApiResponse(answer, description="Done.")}
    if IF_NONE_MATCH in parameters:
        responses[304] = OpenApiResponse(description="You have this answer already.")
    return extend_schema(
        operation_id=operation_id,
        summary=summary,
        # Not the docstrings of the views, which are for whoever changes them.
        description="",
        request=request,
        responses=responses,
        parameters=list(parameters),
    )


class ShopSchema(AutoSchema):
    """Adds to the doors of the shop the errors that each of them may give."""

    def get_tags(self) -> list[str]:
        return [tag] if (tag := getattr(self.view, "tag", "")) else super().get_tags()

    def get_auth(self) -> list[dict[str, list[str]]]:
        found = super().get_auth()
        names = {each.__name__ for each in self.view.permission_classes}
        ways = [{scheme: []} for name, scheme in SCHEMES.items() if name in names]
        return [*ways, *found]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        responses: dict[str, Any] = super()._get_response_bodies(direction)
        if hasattr(self.view, "further_errors"):
            for code in self._get_error_codes():
                error = OpenApiResponse(ERROR, description=ERRORS[code])
                responses[str(code)] = self._get_response_for_code(error, str(code))
        return dict(sorted(responses.items()))

    def _get_error_codes(self) -> set[int]:
        codes = {400, 403, 406, 429, 503, *self.view.further_errors}
        if self.view.authentication_classes:
            codes |= {401}
        if "{" in self.path:
            codes |= {404}
        if self.method in ("POST", "PUT", "PATCH"):
            codes |= {409, 413, 415}
        return codes
