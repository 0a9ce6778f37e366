from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Utf8FormMiddleware:
    """Refuse forms in any other encoding, as no browser ever sends them.

    Django decodes a multipart form with whichever codec its header names: some of
    Python's are for bytes alone, and end in an error of the server.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8").lower()
        is_form = request.content_type == "multipart/form-data"
        if is_form and charset not in ("utf-8", "utf8"):
            return HttpResponse("Forms must be UTF-8.", status=415)
        return self.get_response(request)
