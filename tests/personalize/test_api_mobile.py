from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from personalize.identity import get_user_id, guests
from personalize.models import Event, IdentityLink, UserIdentity
from shop.catalog.models import Product
from tests.personalize.factories import (
    make_bearer,
    make_client,
    make_user,
    post,
)
from tests.shop.factories import PASSWORD

pytestmark = pytest.mark.django_db


def log_in(path: str, email: str) -> str:
    response = Client().post(
        f"/_allauth/app/v1/auth/{path}",
        {"email": email, "password": PASSWORD},
        content_type="application/json",
    )
    return str(response.json().get("meta", {}).get("access_token"))


def test_the_token_of_a_login_is_the_account(product: Product) -> None:
    user = make_user("anna@example.com")
    token = log_in("login", user.email)
    body = {"productId": product.sku, "userId": "me"}
    post("track/view", body, Authorization=f"Bearer {token}")
    assert Event.objects.get().user_id == get_user_id(user)


def test_the_token_of_a_new_account_is_the_account(product: Product) -> None:
    log_in("signup", "new@example.com")
    EmailAddress.objects.update(verified=True)
    token = log_in("login", "new@example.com")
    response = post(
        "track/view", {"productId": product.sku}, Authorization=f"Bearer {token}"
    )
    assert response.status_code == 202
    assert Event.objects.get().user_id == UserIdentity.objects.get().user_id


def test_a_token_ends_with_the_logout(product: Product) -> None:
    make_user("anna@example.com")
    bearer = {"Authorization": f"Bearer {log_in('login', 'anna@example.com')}"}
    Client().delete("/_allauth/app/v1/auth/session", headers=bearer)
    assert post("track/view", {"productId": product.sku}, **bearer).status_code == 401


def test_an_expired_token_is_refused_and_never_a_guest(
    product: Product, time_machine: Any
) -> None:
    bearer = make_bearer(make_user())
    guest = {"X-Guest-Id": guests.sign(guests.mint())}
    time_machine.move_to(timezone.now() + timedelta(hours=2))
    response = post("track/view", {"productId": product.sku}, **bearer, **guest)
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert not Event.objects.exists()


@pytest.mark.parametrize("value", ["Bearer", "Bearer a b", "Bearer x", "bearer é"])
def test_a_broken_token_is_refused_where_anyone_may_read(value: str) -> None:
    response = Client().get(
        "/api/personalize/recommendations", headers={"Authorization": value}
    )
    assert response.status_code == 401
    assert response.json()["success"] is False


def test_a_client_without_cookies_gets_a_guest() -> None:
    response = Client().post("/api/personalize/session")
    answer = response.json()
    value = f"{answer['guestId']}.{answer['signature']}"
    assert response.status_code == 201
    assert guests.unsign(value) == answer["guestId"]
    assert answer["headers"] == {"X-Guest-Id": value}
    assert answer["sessionId"].startswith("s_")
    assert not response.cookies


def test_the_guest_of_a_client_is_its_session(product: Product) -> None:
    session = Client().post("/api/personalize/session").json()
    post("track/view", {"productId": product.sku}, **session["headers"])
    event = Event.objects.get()
    assert (event.user_id, event.session_id) == ("", session["guestId"])


def test_the_first_call_after_a_login_joins_the_guest(product: Product) -> None:
    user = make_user()
    session = Client().post("/api/personalize/session").json()
    body = {"productId": product.sku, "sessionId": session["sessionId"]}
    post("track/view", body, **session["headers"])
    both = make_bearer(user) | session["headers"]
    post("track/view", body, **both)
    post("track/view", body, **both)
    events = list(Event.objects.order_by("pk"))
    sessions = [session["guestId"], session["guestId"], session["sessionId"]]
    assert [event.session_id for event in events] == sessions
    assert {event.visitor_id for event in events} == {get_user_id(user)}


def test_asking_for_recommendations_joins_nothing(product: Product) -> None:
    headers = make_bearer(make_user()) | {"X-Guest-Id": guests.sign(guests.mint())}
    Client().get("/api/personalize/recommendations", headers=headers)
    assert not IdentityLink.objects.exists()


def test_a_call_that_is_refused_joins_nothing() -> None:
    headers = make_bearer(make_user()) | {"X-Guest-Id": guests.sign(guests.mint())}
    assert post("track/view", {"productId": "unknown"}, **headers).status_code == 404
    assert not IdentityLink.objects.exists()


def test_a_logged_in_page_must_send_the_csrf_token(product: Product) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(make_user())
    response = post("track/view", {"productId": product.sku}, client=browser)
    assert response.status_code == 403
    assert not Event.objects.exists()


def test_a_browser_that_logs_in_joins_its_guest_and_links_it_once(
    product: Product,
) -> None:
    user = make_user("anna@example.com")
    browser = make_client()
    browser.get(product.get_absolute_url())
    guest_id = Event.objects.get().session_id
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    post("track/view", {"productId": product.sku}, client=browser)
    post("track/view", {"productId": product.sku}, client=browser)
    events = list(Event.objects.order_by("pk"))
    assert [event.session_id == guest_id for event in events] == [True, True, False]
    assert {event.visitor_id for event in events} == {get_user_id(user)}
