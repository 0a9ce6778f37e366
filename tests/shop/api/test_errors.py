from __future__ import annotations

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from tests.shop.api.calls import ERROR_KEYS, Api, make_guest
from tests.shop.factories import make_product


def post(body: bytes, content_type: str = "application/json", **headers: str) -> Any:
    return Client().post(
        "/api/v1/cart/lines",
        body,
        content_type=content_type,
        headers=make_guest().headers | headers,
    )


@pytest.mark.parametrize("path", ["", "nothing", "cart/none", "me/addresses/x"])
@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete"])
def test_a_path_that_is_not_there_is_said_in_json(
    anybody: Api, path: str, method: str
) -> None:
    response = anybody.call(method, path, {})
    assert response.status_code == 404
    assert response.json() == {
        "success": False,
        "message": "There is nothing at this address.",
        "errors": {},
    }


@pytest.mark.parametrize("path", ["cart", "products", "auth/login"])
def test_a_slash_at_the_end_is_accepted(guest: Api, path: str) -> None:
    with_slash, without = [guest.get(f"{path}{end}") for end in ("/", "")]
    assert with_slash.status_code == without.status_code
    assert with_slash.content == without.content


@pytest.mark.parametrize("method", ["post", "put", "options"])
def test_a_method_that_a_door_does_not_take_is_said(guest: Api, method: str) -> None:
    response = guest.call(method, "cart", {})
    assert response.status_code == 405
    assert set(response.json()) == ERROR_KEYS


@pytest.mark.parametrize(
    ("body", "content_type", "code"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"sku": "a", "sku": "b"}', "application/json", 400),
        (b'{"quantity": NaN}', "application/json", 400),
        (b'{"sku": "\\u0000"}', "application/json", 400),
        (b'{"sku": "\\ud800"}', "application/json", 400),
        (b"[" * 9000, "application/json", 400),
        (b'{"sku": "' + b"x" * 20_000 + b'"}', "application/json", 413),
        (b"sku=tee", "application/x-www-form-urlencoded", 415),
        (b"<sku/>", "application/xml", 415),
        (b"{}", "application/json; charset=utf-16", 415),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_body_of_no_form_is_refused_in_the_shape_of_all_errors(
    db: None, body: bytes, content_type: str, code: int
) -> None:
    response = post(body, content_type)
    assert response.status_code == code
    assert set(response.json()) == ERROR_KEYS


def test_only_json_is_answered(anybody: Api) -> None:
    response = anybody.get("products", Accept="text/html")
    assert response.status_code == 406


def test_what_is_wrong_is_named_as_it_was_sent(guest: Api) -> None:
    response = guest.post("checkout", {"address": {"postalCode": 7}, "total": "x"})
    assert "Idempotency-Key" in response.json()["errors"]


def test_a_database_that_is_away_is_a_503(guest: Api, monkeypatch: Any) -> None:
    def fail(*args: Any) -> None:
        raise OperationalError("password=secret")

    with monkeypatch.context() as outage:
        outage.setattr("django.db.backends.utils.CursorWrapper.execute", fail)
        response = guest.get("cart")
    assert response.status_code == 503
    assert "secret" not in response.content.decode()


def test_a_mistake_of_ours_is_told_in_json_and_without_its_text(
    guest: Api, monkeypatch: Any
) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError("password=secret")

    monkeypatch.setattr("shop.cart.carts.get_lines", fail)
    client = Client(raise_request_exception=False)
    response = client.get("/api/v1/cart", headers=guest.headers)
    assert response.status_code == 500
    assert response.json() == {
        "success": False,
        "message": "Something went wrong here. Try again later.",
        "errors": {},
    }


def test_a_page_that_fails_stays_a_page(db: None, monkeypatch: Any) -> None:
    def fail(*args: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("shop.catalog.views.search", fail)
    make_product()
    response = Client(raise_request_exception=False).get("/search/?q=tee")
    assert response.status_code == 500
    assert response["Content-Type"].startswith("text/html")
