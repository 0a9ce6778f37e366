from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from shop.accounts.models import User
from tests.shop.api.calls import ERROR_KEYS, Api, fill_cart
from tests.shop.factories import PASSWORD, make_product, make_user
from tests.shop.mailbox import get_link

EMAIL = "anna@example.com"
CREDENTIALS = {"email": EMAIL, "password": PASSWORD}


@pytest.fixture(autouse=True)
def _limits(db: None) -> None:
    cache.clear()


def log_in(api: Api, **fields: Any) -> Any:
    return api.post("auth/login", CREDENTIALS | fields)


def with_token(tokens: dict[str, str], **headers: str) -> Api:
    return Api(Authorization=f"Bearer {tokens['accessToken']}", **headers)


def get_key() -> str:
    return get_link().rstrip("/").rpartition("/")[2]


def test_a_login_gives_tokens_that_say_who_one_is(anybody: Api) -> None:
    make_user(EMAIL)
    tokens = log_in(anybody).json()
    assert (tokens["tokenType"], tokens["expiresIn"]) == ("Bearer", 300)
    assert with_token(tokens).get("me").json()["email"] == EMAIL


def test_a_login_sets_no_cookie(anybody: Api) -> None:
    make_user(EMAIL)
    assert not log_in(anybody).cookies


@pytest.mark.parametrize(
    "fields", [{"password": "wrong"}, {"email": "nobody@example.com"}]
)
def test_a_wrong_login_says_not_what_was_wrong(
    anybody: Api, fields: dict[str, str]
) -> None:
    make_user(EMAIL)
    response = log_in(anybody, **fields)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["password"]


def test_an_expired_token_does_not_hinder_a_login(anybody: Api) -> None:
    make_user(EMAIL)
    stale = Api(Authorization="Bearer expired")
    assert log_in(stale).status_code == 200


def test_whoever_is_logged_in_may_log_in_again(anybody: Api) -> None:
    make_user(EMAIL)
    assert log_in(with_token(log_in(anybody).json())).status_code == 200


def test_the_guests_cart_comes_along_with_the_login(guest: Api) -> None:
    make_user(EMAIL)
    fill_cart(guest, make_product(), 2)
    tokens = log_in(guest).json()
    assert with_token(tokens).get("cart").json()["quantity"] == 2


def test_too_many_wrong_logins_are_slowed_down(anybody: Api) -> None:
    make_user(EMAIL)
    answers = [log_in(anybody, password="wrong") for _ in range(8)]
    assert "Too many" in answers[-1].json()["message"]


def test_an_account_opens_by_the_key_of_its_e_mail(anybody: Api) -> None:
    assert anybody.post("auth/signup", CREDENTIALS).status_code == 202
    assert log_in(anybody).status_code == 403
    key = get_key()
    assert anybody.post("auth/email/verify", {"key": key}).status_code == 204
    assert log_in(anybody).status_code == 200


def test_signing_up_says_not_whether_there_is_an_account(anybody: Api) -> None:
    new = anybody.post("auth/signup", CREDENTIALS)
    known = anybody.post("auth/signup", CREDENTIALS)
    assert (known.status_code, known.json()) == (new.status_code, new.json())
    assert User.objects.count() == 1


def test_a_weak_password_is_refused_by_name(anybody: Api) -> None:
    response = anybody.post("auth/signup", CREDENTIALS | {"password": "12345"})
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["password"]


@pytest.mark.parametrize("key", ["wrong", "", "MQ:1tabc:xyz"])
def test_a_key_that_we_did_not_send_verifies_nothing(anybody: Api, key: str) -> None:
    response = anybody.post("auth/email/verify", {"key": key})
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["key"]


def refresh(api: Api, tokens: dict[str, str]) -> Any:
    return api.post("auth/refresh", {"refreshToken": tokens["refreshToken"]})


def test_a_refresh_token_gives_new_tokens_once(anybody: Api) -> None:
    make_user(EMAIL)
    tokens = log_in(anybody).json()
    new = refresh(anybody, tokens).json()
    assert with_token(new).get("me").status_code == 200
    assert refresh(anybody, new).status_code == 200


def test_a_token_that_was_used_before_ends_the_login(anybody: Api) -> None:
    make_user(EMAIL)
    tokens = log_in(anybody).json()
    new = refresh(anybody, tokens).json()
    stolen = refresh(anybody, tokens)
    assert stolen.status_code == 401
    assert stolen["WWW-Authenticate"] == "Bearer"
    assert with_token(new).get("me").status_code == 401


@pytest.mark.parametrize("token", ["x", "e.y.z", "0"])
def test_what_is_no_token_refreshes_nothing(anybody: Api, token: str) -> None:
    assert refresh(anybody, {"refreshToken": token}).status_code == 401


def test_an_access_token_refreshes_nothing(anybody: Api) -> None:
    make_user(EMAIL)
    access = log_in(anybody).json()["accessToken"]
    assert refresh(anybody, {"refreshToken": access}).status_code == 401


def test_after_a_logout_no_token_is_good(anybody: Api) -> None:
    make_user(EMAIL)
    tokens = log_in(anybody).json()
    body = {"refreshToken": tokens["refreshToken"]}
    assert anybody.post("auth/revoke", body).status_code == 204
    assert with_token(tokens).get("me").status_code == 401
    assert refresh(anybody, tokens).status_code == 401
    assert anybody.post("auth/revoke", body).status_code == 204


def test_a_forgotten_password_is_replaced_by_the_key_of_an_e_mail(
    anybody: Api,
) -> None:
    make_user(EMAIL)
    asked = anybody.post("auth/password/forgotten", {"email": EMAIL})
    body = {"key": get_key(), "password": "another-long-secret"}
    assert asked.status_code == 202
    assert anybody.post("auth/password/reset", body).status_code == 204
    assert log_in(anybody, password="another-long-secret").status_code == 200


def test_asking_for_a_password_says_not_whether_there_is_an_account(
    anybody: Api,
) -> None:
    make_user(EMAIL)
    known = anybody.post("auth/password/forgotten", {"email": EMAIL})
    unknown = anybody.post("auth/password/forgotten", {"email": "no@example.com"})
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json())


def test_a_password_is_changed_by_whoever_knows_it(anybody: Api) -> None:
    make_user(EMAIL)
    api = with_token(log_in(anybody).json())
    body = {"currentPassword": PASSWORD, "newPassword": "another-long-secret"}
    wrong = api.post("me/password", body | {"currentPassword": "wrong"})
    assert list(wrong.json()["errors"]) == ["currentPassword"]
    assert api.post("me/password", body).status_code == 200
    assert log_in(anybody, password="another-long-secret").status_code == 200


def test_a_new_password_ends_the_other_logins(anybody: Api) -> None:
    make_user(EMAIL)
    here, elsewhere = [with_token(log_in(anybody).json()) for _ in range(2)]
    body = {"currentPassword": PASSWORD, "newPassword": "another-long-secret"}
    new = here.post("me/password", body).json()
    assert with_token(new).get("me").status_code == 200
    assert refresh(anybody, new).status_code == 200
    assert elsewhere.get("me").status_code == 401


@pytest.mark.parametrize(
    "path",
    [
        "signup",
        "login",
        "refresh",
        "revoke",
        "email/verify",
        "password/forgotten",
        "password/reset",
    ],
)
@pytest.mark.parametrize("body", [{}, [], None, 7, {"email": 7, "key": [], "x": 1}])
def test_what_makes_no_sense_is_refused_in_the_shape_of_all_errors(
    anybody: Api, path: str, body: Any
) -> None:
    response = anybody.call("post", f"auth/{path}", body)
    assert response.status_code == 400
    assert set(response.json()) == ERROR_KEYS
