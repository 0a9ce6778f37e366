"""Stops requests that would make Django fail before any middleware can answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

CHARSET = re.compile(r"charset\s*=\s*\"?([^\s;\"]*)", re.IGNORECASE)
KNOWN = frozenset({"", "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1"})
ANSWER = {"success": False, "message": "Only UTF-8 is understood.", "errors": {}}


class KnownCharsets:
    """WSGI middleware: a charset that is none of the usual ones gets a 415.

    Django decodes the query string by the charset of the Content-Type while it makes
    the request, with any codec of Python: some decode no text, some make gigabytes.
    """

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        named = CHARSET.findall(environ.get("CONTENT_TYPE", ""))
        if KNOWN.issuperset(charset.lower() for charset in named):
            return self.application(environ, start_response)
        body = json.dumps(ANSWER).encode()
        headers = [
            ("Content-Type", "application/json"),
            ("Content-Length", str(len(body))),
        ]
        start_response("415 Unsupported Media Type", headers)
        return [body]
