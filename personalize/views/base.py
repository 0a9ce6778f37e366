from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.utils.cache import patch_cache_control, patch_vary_headers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from personalize.errors import handle_exception
from personalize.identity import Visitor, resolve_visitor
from personalize.parsers import DEFAULT_LIMIT, StrictJSONParser
from personalize.permissions import IsInScope
from personalize.throttles import AddressThrottle, check_visitor


class PersonalizeView(APIView):
    """What the views share: the shape of errors, who may call, how often, how much."""

    parser_classes = [StrictJSONParser]
    permission_classes = [IsInScope]
    throttle_classes = [AddressThrottle]
    serializer_class: ClassVar[type[Serializer]]
    # The permission of a server key that this view needs.
    scope = "can_write_events"
    # The largest body, in bytes.
    max_body = DEFAULT_LIMIT
    # Whether a call by nobody in particular is a mistake.
    needs_visitor = True

    def get_exception_handler(self) -> Callable[..., Response | None]:
        return handle_exception

    def validate(self, data: Any) -> dict[str, Any]:
        serializer = self.serializer_class(data=data)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)

    def get_visitor(self, request: Request, data: dict[str, Any]) -> Visitor:
        visitor = resolve_visitor(
            request,
            data.get("userId") or "",
            data.get("sessionId") or "",
            is_required=self.needs_visitor,
        )
        check_visitor(request, visitor)
        return visitor

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """Keep every answer out of shared caches: it is one visitor's own."""
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie", "Authorization"])
        return response


class NotFoundView(PersonalizeView):
    """Answer calls of paths that are not of the API in the API's own shape."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise NotFound("There is nothing at this address.")
