"""Every door, tried by everybody who may come along."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from personalize.identity import guests
from tests.personalize.factories import make_api_key
from tests.shop.api.calls import ERROR_KEYS, Api, make_guest, make_shopper
from tests.shop.factories import make_product, make_user

PUBLIC = [
    ("get", "categories", 200),
    ("get", "products", 200),
    ("get", "products/tee", 200),
    ("get", "products/tee/reviews", 200),
    ("get", "search?q=tee", 200),
    ("get", "suggestions?q=tee", 200),
    ("get", "payment-methods", 200),
    ("post", "newsletter", 400),
    ("post", "auth/signup", 400),
    ("post", "auth/email/verify", 400),
    ("post", "auth/login", 400),
    ("post", "auth/refresh", 400),
    ("post", "auth/revoke", 400),
    ("post", "auth/password/forgotten", 400),
    ("post", "auth/password/reset", 400),
]
# What a caller gets who may come in, but asks for nothing that makes sense.
GUESTS = [
    ("get", "cart", 200),
    ("delete", "cart", 200),
    ("post", "cart/lines", 400),
    ("put", "cart/lines/1", 400),
    ("delete", "cart/lines/1", 404),
    ("get", "checkout/costs", 400),
    ("post", "checkout", 400),
]
SHOPPERS = [
    ("get", "orders", 200),
    ("get", "wishlist", 200),
    ("put", "wishlist/nothing", 404),
    ("delete", "wishlist/nothing", 404),
    ("get", "products/tee/reviews/me", 404),
    ("put", "products/tee/reviews/me", 400),
    ("delete", "products/tee/reviews/me", 204),
    ("get", "me", 200),
    ("patch", "me", 200),
    ("post", "me/email", 400),
    ("post", "me/password", 400),
    ("get", "me/newsletter", 200),
    ("put", "me/newsletter", 400),
    ("post", "me/deletion", 400),
    ("get", "me/addresses", 200),
    ("post", "me/addresses", 400),
    ("get", "me/addresses/1", 404),
    ("patch", "me/addresses/1", 404),
    ("delete", "me/addresses/1", 404),
]
NUMBER = "ABCDEFGHJKLM"
PAYMENT = "0b8f2c0e-9f0c-4a53-9c0a-6f3f5d1f7a11"
BUYERS = [
    ("get", f"orders/{NUMBER}", 404),
    ("post", f"orders/{NUMBER}/cancellation", 404),
    ("get", f"orders/{NUMBER}/payment", 404),
    ("post", f"orders/{NUMBER}/payments/hosted", 404),
    ("post", f"orders/{NUMBER}/payments/native", 404),
    ("post", f"orders/{NUMBER}/payments/{PAYMENT}/confirmation", 400),
    ("post", f"orders/{NUMBER}/reorder", 404),
]
DOORS = PUBLIC + GUESTS + SHOPPERS + BUYERS


@pytest.fixture(autouse=True)
def _product(db: None) -> None:
    make_product("Tee", sku="tee")


def knock(api: Api, method: str, path: str) -> Any:
    """Send nothing that makes sense, in the form that a door takes."""
    body = {} if method in ("post", "put", "patch") else None
    return api.call(method, path, body)


def test_every_door_is_tried() -> None:
    (api,) = [
        each for each in get_resolver().url_patterns if str(each.pattern) == "api/v1/"
    ]
    doors = {
        (method, pattern.callback.cls.__name__)
        for pattern in api.url_patterns[:-1]
        for method in ("get", "post", "put", "patch", "delete")
        if hasattr(pattern.callback.cls, method)
    }
    assert len(doors) == len(DOORS)


@pytest.mark.parametrize(("method", "path", "code"), DOORS)
def test_a_shopper_comes_in(method: str, path: str, code: int) -> None:
    assert knock(make_shopper(), method, path).status_code == code


@pytest.mark.parametrize(("method", "path", "code"), DOORS)
def test_staff_are_shoppers_like_others(method: str, path: str, code: int) -> None:
    staff = make_user(is_staff=True, is_superuser=True)
    assert knock(make_shopper(staff), method, path).status_code == code


@pytest.mark.parametrize(("method", "path", "code"), PUBLIC + GUESTS)
def test_a_guest_comes_in_where_guests_may(method: str, path: str, code: int) -> None:
    assert knock(make_guest(), method, path).status_code == code


@pytest.mark.parametrize(("method", "path", "_code"), SHOPPERS + BUYERS)
def test_a_guest_is_asked_to_log_in(method: str, path: str, _code: int) -> None:
    response = knock(make_guest(), method, path)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "path", "code"), PUBLIC)
def test_anybody_comes_in_where_all_may(method: str, path: str, code: int) -> None:
    assert knock(Api(), method, path).status_code == code


@pytest.mark.parametrize(("method", "path", "_code"), GUESTS + SHOPPERS + BUYERS)
def test_nobody_in_particular_stays_outside(method: str, path: str, _code: int) -> None:
    response = knock(Api(), method, path)
    assert response.status_code == 401
    assert set(response.json()) == ERROR_KEYS


@pytest.mark.parametrize(("method", "path", "_code"), GUESTS + SHOPPERS + BUYERS)
def test_a_bad_token_is_never_taken_for_a_guest(
    method: str, path: str, _code: int
) -> None:
    api = Api(Authorization="Bearer expired", **make_guest().headers)
    assert knock(api, method, path).status_code == 401


@pytest.mark.parametrize("token", ["", "a.b.c", "a b", "0", "é"])
def test_a_token_of_no_form_is_a_bad_token(token: str) -> None:
    api = Api(Authorization=f"Bearer {token}", **make_guest().headers)
    assert api.get("cart").status_code == 401


@pytest.mark.parametrize(("method", "path", "_code"), GUESTS)
def test_a_forged_guest_stays_outside(method: str, path: str, _code: int) -> None:
    forged = Api(**{"X-Guest-Id": f"{guests.mint()}.AAAAAAAAAAAAAAAA"})
    assert knock(forged, method, path).status_code == 403


@pytest.mark.parametrize(("method", "path", "_code"), GUESTS + SHOPPERS + BUYERS)
def test_a_key_for_servers_opens_nothing(method: str, path: str, _code: int) -> None:
    assert knock(Api(**make_api_key()), method, path).status_code == 401


@pytest.mark.parametrize(("method", "path"), [("post", "cart/lines"), ("patch", "me")])
def test_a_browser_that_is_logged_in_needs_the_token_of_its_forms(
    method: str, path: str
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_user())
    response = getattr(browser, method)(
        f"/api/v1/{path}", {}, content_type="application/json"
    )
    assert response.status_code == 403
    assert set(response.json()) == ERROR_KEYS


@pytest.mark.parametrize(("method", "path", "_code"), GUESTS + SHOPPERS)
def test_what_is_somebodys_is_kept_by_nobody_else(
    method: str, path: str, _code: int
) -> None:
    response = knock(make_shopper(), method, path)
    assert response["Cache-Control"] == "private, no-store"
    assert "Authorization" in response["Vary"]
    assert not response.cookies
