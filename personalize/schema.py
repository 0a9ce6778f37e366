"""How the API describes itself in OpenAPI: callers, answers and errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
)
from rest_framework.serializers import Serializer

from personalize.answer_serializers import (
    BatchAnswer,
    ErrorAnswer,
    EventAnswer,
    PurchaseAnswer,
    RankingAnswer,
    RecommendationsAnswer,
    SessionAnswer,
)
from personalize.guests import HEADER
from personalize.serializers import RecommendationsQuery, RelatedQuery

View = TypeVar("View", bound=Callable[..., Any])

ERRORS = {
    400: "Something in the request is wrong: see errors, by field.",
    401: "The token or key is not valid or has expired. Never taken for a guest.",
    403: "The request names an id that it does not prove to be its own.",
    404: "There is no such product.",
    406: "Only application/json is answered.",
    413: "The body is too large.",
    415: "Only application/json in UTF-8 is read.",
    429: "Too many requests: wait as long as the header Retry-After says.",
    503: "The database is away; nothing was stored. Try again.",
}
GUEST = OpenApiParameter(
    HEADER,
    location=OpenApiParameter.HEADER,
    description="The guest of a client without cookies, from /api/personalize/session.",
)
EVENT = {"userId": "test-user-123", "productId": "your-product-id"}
EVENT_ID = "5b0c6a0e-0d6c-5f0e-9a55-1f2f5a3c1e11"


def describe(
    answer: type[Serializer], *, code: int, request: Any = None, **options: Any
) -> Callable[[View], View]:
    """Document an operation with its answer and every error it may give."""
    responses: dict[int, OpenApiResponse] = {
        error: OpenApiResponse(ErrorAnswer, description=text)
        for error, text in ERRORS.items()
    }
    responses[code] = OpenApiResponse(answer, description="Done.")
    parameters = [GUEST, *options.pop("parameters", [])]
    return extend_schema(
        tags=["personalize"],
        request=request,
        responses=responses,
        parameters=parameters,
        **options,
    )


def example(name: str, value: object, *, of_request: bool = False) -> OpenApiExample:
    return OpenApiExample(
        name, value=value, request_only=of_request, response_only=not of_request
    )


def describe_event(
    summary: str, request: type[Serializer], sent: dict[str, Any]
) -> Callable[[View], View]:
    return describe(
        EventAnswer,
        code=202,
        request=request,
        summary=summary,
        examples=[
            example("Sent", EVENT | sent, of_request=True),
            example("Stored", {"success": True, "eventId": EVENT_ID}),
            example(
                "Not tracked", {"success": True, "eventId": None, "tracked": False}
            ),
        ],
    )


def describe_purchase(request: type[Serializer]) -> Callable[[View], View]:
    line = {"productId": "your-product-id", "quantity": 2, "price": 100}
    sent = {"userId": "test-user-123", "items": [line]}
    return describe(
        PurchaseAnswer,
        code=202,
        request=request,
        summary="Report a purchase. It is not verified, so it counts as no sale.",
        examples=[
            example("Sent", sent, of_request=True),
            example("Stored", {"success": True, "eventIds": [EVENT_ID], "tracked": 1}),
        ],
    )


def describe_batch(request: type[Serializer]) -> Callable[[View], View]:
    event = {"eventType": "View", "productId": "your-product-id", "eventId": "e-1"}
    result = {"eventId": EVENT_ID, "status": "accepted"}
    return describe(
        BatchAnswer,
        code=202,
        request=request,
        summary="Report up to 100 events of mixed types; each is judged by itself.",
        examples=[
            example(
                "Sent", {"userId": "test-user-123", "events": [event]}, of_request=True
            ),
            example("Stored", {"success": True, "tracked": 1, "results": [result]}),
        ],
    )


def describe_recommendations(view: View) -> View:
    return describe(
        RecommendationsAnswer,
        code=200,
        operation_id="recommend",
        parameters=[RecommendationsQuery],
        summary="Recommend products to whoever asks.",
    )(view)


def describe_related(view: View) -> View:
    return describe(
        RecommendationsAnswer,
        code=200,
        operation_id="recommend_related",
        parameters=[RelatedQuery],
        summary="Recommend products that go with a product.",
    )(view)


def describe_ranking(request: type[Serializer]) -> Callable[[View], View]:
    return describe(
        RankingAnswer,
        code=200,
        request=request,
        summary="Put products into the order in which this visitor will want them.",
    )


def describe_session(view: View) -> View:
    return describe(
        SessionAnswer, code=201, summary="Make a guest for a client without cookies."
    )(view)


class ServerKeyScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "personalize.authentication.ServerKeyAuthentication"
    name = "serverKey"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Api-Key <key_id>.<secret>`, for servers.",
        }


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = (
        "allauth.headless.contrib.rest_framework.authentication.JWTTokenAuthentication"
    )
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> dict[str, Any]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
