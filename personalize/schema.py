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
from personalize.identity.guests import HEADER
from personalize.query_serializers import RecommendationsQuery, RelatedQuery

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
# All may call; credentials say only who calls.
AUTH: Any = [{}, {"token": []}, {"serverKey": []}, {"cookieAuth": []}]
DESCRIPTION = (
    "Say who is meant by a token, the shop's cookies, X-Guest-Id, or any userId of "
    "your own. Errors always have the same shape."
)
EVENT = {"userId": "test-user-123", "productId": "your-product-id"}
READ = {
    "success": True,
    "recommendationId": "",
    "isFallback": False,
    "backend": "local",
    "fallbackReason": "",
}
PRODUCTS = READ | {"recommendations": [{"productId": "tee-1", "name": "Linen tee"}]}
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
        # Not the docstrings of the views, which are for whoever changes them.
        description=DESCRIPTION,
        auth=AUTH,
        request=request,
        responses=responses,
        parameters=parameters,
        **options,
    )


def sent(value: object) -> OpenApiExample:
    return OpenApiExample("Sent", value=value, request_only=True)


def answered(name: str, value: object) -> OpenApiExample:
    return OpenApiExample(
        name, value=value, response_only=True, status_codes=["200", "201", "202"]
    )


def describe_event(
    summary: str, request: type[Serializer], fields: dict[str, Any]
) -> Callable[[View], View]:
    return describe(
        EventAnswer,
        code=202,
        request=request,
        operation_id=f"track{request.__name__.removesuffix('Serializer')}",
        summary=summary,
        examples=[
            sent(EVENT | fields),
            answered("Stored", {"success": True, "eventId": EVENT_ID}),
            answered(
                "Not tracked", {"success": True, "eventId": None, "tracked": False}
            ),
        ],
    )


def describe_purchase(request: type[Serializer]) -> Callable[[View], View]:
    line = {"productId": "your-product-id", "quantity": 2, "price": 100}
    body = {"userId": "test-user-123", "items": [line]}
    return describe(
        PurchaseAnswer,
        code=202,
        request=request,
        operation_id="trackPurchase",
        summary="Report a purchase. It is not verified, so it counts as no sale.",
        examples=[
            sent(body),
            answered("Stored", {"success": True, "eventIds": [EVENT_ID], "tracked": 1}),
        ],
    )


def describe_batch(request: type[Serializer]) -> Callable[[View], View]:
    event = {"eventType": "View", "productId": "your-product-id", "eventId": "e-1"}
    result = {"eventId": EVENT_ID, "status": "accepted"}
    return describe(
        BatchAnswer,
        code=202,
        request=request,
        operation_id="trackEvents",
        summary="Report up to 100 events of mixed types; each is judged by itself.",
        examples=[
            sent({"userId": "test-user-123", "events": [event]}),
            answered("Stored", {"success": True, "tracked": 1, "results": [result]}),
        ],
    )


def describe_recommendations(view: View) -> View:
    return describe(
        RecommendationsAnswer,
        code=200,
        operation_id="recommend",
        parameters=[RecommendationsQuery],
        summary="Recommend products to whoever asks.",
        examples=[answered("Products", PRODUCTS)],
    )(view)


def describe_related(view: View) -> View:
    return describe(
        RecommendationsAnswer,
        code=200,
        operation_id="recommendRelated",
        parameters=[RelatedQuery],
        summary="Recommend products that go with a product.",
        examples=[answered("Products", PRODUCTS)],
    )(view)


def describe_ranking(request: type[Serializer]) -> Callable[[View], View]:
    return describe(
        RankingAnswer,
        code=200,
        request=request,
        operation_id="rank",
        summary="Put products into the order in which this visitor will want them.",
        examples=[
            sent({"userId": "test-user-123", "productIds": ["tee-1", "tee-2"]}),
            answered("Ranked", READ | {"productIds": ["tee-2", "tee-1"]}),
        ],
    )


def describe_session(view: View) -> View:
    answer = {
        "success": True,
        "guestId": "g_p1cJdBz4Vwq0n8m2k5t7yA",
        "signature": "3kQx9vB_hT0mLr2Z",
        "sessionId": "s_Zr8d1Yk3mQv6n0x4c7b2Tg",
        "headers": {HEADER: "g_p1cJdBz4Vwq0n8m2k5t7yA.3kQx9vB_hT0mLr2Z"},
    }
    return describe(
        SessionAnswer,
        code=201,
        operation_id="createGuest",
        summary="Make a guest for a client without cookies.",
        examples=[answered("Guest", answer)],
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
