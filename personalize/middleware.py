from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from personalize.identity import guests


class VisitorMiddleware:
    """Write the guest cookie when this request minted a guest or parted with one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        guests.write_cookie(request, response)
        return response
