from __future__ import annotations

from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from shop.wsgi import application

pytestmark = pytest.mark.django_db


def get(content_type: str) -> str:
    """Ask as a web server does: Django's test client makes its requests elsewhere."""
    environ: dict[str, Any] = {
        "PATH_INFO": "/api/personalize/recommendations",
        "QUERY_STRING": "numResults=3&userId=%ff",
        "CONTENT_TYPE": content_type,
        "HTTP_HOST": "localhost",
        "wsgi.input": BytesIO(),
    }
    setup_testing_defaults(environ)
    statuses: list[str] = []
    list(application(environ, lambda status, headers: statuses.append(status)))
    return statuses[0][:3]


@pytest.mark.parametrize(
    "charset", ["bz2_codec", "zip", "hex", "idna", "undefined", "utf-16", '"rot13"']
)
def test_a_codec_that_is_no_charset_is_refused_on_every_path(charset: str) -> None:
    assert get(f"application/json; charset={charset}") == "415"


@pytest.mark.parametrize(
    "content_type", ["", "application/json", "text/plain; charset=UTF-8"]
)
def test_what_browsers_send_is_served(content_type: str) -> None:
    assert get(content_type) == "400"
