from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db

PART = b'--x\r\nContent-Disposition: form-data; name="sku"\r\n\r\nA\r\n--x--\r\n'


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        ("multipart/form-data; boundary=x; charset=bz2_codec", PART, 415),
        ("multipart/form-data; boundary=x; charset=utf-16", PART, 415),
        ("application/x-www-form-urlencoded; charset=bz2_codec", b"sku=%41", 400),
        ("multipart/form-data; boundary=x; charset=UTF-8", PART, 404),
    ],
)
def test_forms_are_utf8(
    client: Client, content_type: str, body: bytes, status: int
) -> None:
    address = reverse("cart-add")
    response = client.generic("POST", address, body, content_type=content_type)
    assert response.status_code == status


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
