from __future__ import annotations

from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client
from django.urls import reverse

from shop.charsets import KnownCharsets
from shop.wsgi import application

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=x; charset=bz2_codec",
        "multipart/form-data; boundary=x; charset=utf-16",
        "application/json; charset=zip",
        'application/x-www-form-urlencoded; charset="hex"; charset=utf-8',
    ],
)
def test_a_body_in_another_charset_is_refused(content_type: str) -> None:
    assert post(content_type).startswith("415 ")


@pytest.mark.parametrize("charset", ["utf-8", "UTF-8", '"utf8"', "us-ascii"])
def test_a_body_in_a_usual_charset_is_read(charset: str) -> None:
    reached: list[object] = []
    wrapped = KnownCharsets(lambda environ, start: reached.append(environ) or [])
    wrapped({"CONTENT_TYPE": f"application/json; charset={charset}"}, print)
    assert len(reached) == 1


def post(content_type: str) -> str:
    """Post to the shop as its web server would; give the status line."""
    statuses: list[str] = []
    environ = {"REQUEST_METHOD": "POST", "PATH_INFO": "/cart/add/"}
    environ |= {"CONTENT_TYPE": content_type, "QUERY_STRING": "a=%ff"}
    setup_testing_defaults(environ)
    application(environ, lambda status, headers, *rest: statuses.append(status))
    return statuses[0]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search/?q=%ff%fe", 200),
        ("/search/?q=%ed%a0%80&brand=%ff", 200),
        ("/search/?" + "a=1&" * 1200, 400),
        ("/c/%ED%A0%80/", 404),
        ("/p/%F0%9F/cup/", 404),
        ("/orders/%00/confirmation/", 404),
        ("/cart/lines/" + "9" * 5000 + "/", 404),
    ],
)
def test_rubbish_in_an_address_is_no_server_error(
    client: Client, path: str, status: int
) -> None:
    assert client.get(path).status_code == status


def test_rubbish_in_cookies_is_no_server_error(client: Client) -> None:
    client.cookies.load({"sessionid": "rubbish", "messages": "rubbish"})
    assert client.get(reverse("cart")).status_code == 200
