from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# Pictures and archives are compressed already.
TEXTS = ("text/", "application/json", "application/xml", "application/vnd.oai.openapi")


class TextCompressionMiddleware(GZipMiddleware):
    """Compress pages and answers of the API, and leave pictures as they are."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if not response.get("Content-Type", "").startswith(TEXTS):
            return response
        return super().process_response(request, response)
