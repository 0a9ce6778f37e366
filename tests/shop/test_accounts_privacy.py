"""Nobody learns who has an account, and nobody tries passwords without end."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from shop.mails.models import Mail
from tests.shop.factories import PASSWORD, make_user
from tests.shop.hashing import CountingHasher
from tests.shop.visiting import log_in, register

pytestmark = pytest.mark.django_db

HEADLESS = "/_allauth/app/v1/auth/"


@pytest.mark.parametrize(
    ("action", "form"),
    [
        ("account_signup", {"password1": PASSWORD}),
        ("account_reset_password", {}),
    ],
)
def test_nobody_learns_which_addresses_have_an_account(
    client: Client, action: str, form: dict[str, str]
) -> None:
    make_user("known@example.com")
    known = client.post(reverse(action), form | {"email": "known@example.com"})
    other = Client()
    unknown = other.post(reverse(action), form | {"email": "other@example.com"})
    assert (known.status_code, known["Location"]) == (302, unknown["Location"])
    assert known.content == unknown.content
    assert Mail.objects.values("to").distinct().count() == 2
    page = client.get(known["Location"]).content
    other_page = other.get(unknown["Location"]).content
    assert as_of_other(page) == as_of_other(other_page)


def as_of_other(page: bytes) -> bytes:
    """Return the page without what differs from one look to the next."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)
    return page.replace(b"known@example.com", b"other@example.com")


def test_a_login_fails_alike_with_and_without_an_account(client: Client) -> None:
    make_user("known@example.com")
    known = log_in(client, "known@example.com", "wrong").content
    unknown = log_in(client, "other@example.com", "wrong").content
    assert as_of_other(known) == as_of_other(unknown)


@pytest.mark.parametrize("email", ["known@example.com", "other@example.com"])
def test_a_password_is_hashed_whether_there_is_an_account_or_not(
    client: Client, email: str, settings: Any
) -> None:
    """What takes the longest is done every time, so that the clock tells nothing."""
    make_user("known@example.com")
    settings.PASSWORD_HASHERS = ["tests.shop.hashing.CountingHasher"]
    CountingHasher.calls.clear()
    register(client, email)
    assert len(CountingHasher.calls) == 1
    log_in(Client(), "known@example.com", "wrong")
    log_in(Client(), "nobody@example.com", "wrong")
    assert len(CountingHasher.calls) == 3


def send(path: str, **body: str) -> Any:
    return Client().post(HEADLESS + path, body, content_type="application/json")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("login", {"password": "wrong"}),
        ("signup", {"password": PASSWORD}),
        ("password/request", {}),
    ],
)
def test_an_app_does_not_learn_it_either(path: str, body: dict[str, str]) -> None:
    make_user("known@example.com")
    known = send(path, email="known@example.com", **body)
    unknown = send(path, email="other@example.com", **body)
    assert known.status_code == unknown.status_code
    assert known.json()["status"] == unknown.json()["status"]
    assert without_session(known.json()) == without_session(unknown.json())


def without_session(answer: dict[str, Any]) -> dict[str, Any]:
    return answer | {"meta": sorted(answer.get("meta", {}))}


def test_after_five_wrong_passwords_the_right_one_waits_too(client: Client) -> None:
    make_user("anna@example.com")
    answers = [log_in(Client(), "anna@example.com", "wrong") for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}
    log_in(client, "anna@example.com")
    assert "_auth_user_id" not in client.session


def test_the_limit_is_the_same_for_an_address_without_account() -> None:
    make_user("known@example.com")
    here, there = Client(), Client(REMOTE_ADDR="10.0.0.1")
    known = [log_in(here, "known@example.com", "wrong") for _ in range(6)]
    unknown = [log_in(there, "other@example.com", "wrong") for _ in range(6)]
    errors = [answer.context["form"].errors for answer in known]
    assert errors == [answer.context["form"].errors for answer in unknown]
    assert errors[5] != errors[4]


def test_registering_again_and_again_is_slowed_down() -> None:
    answers = [register(Client(), f"anna{i}@example.com") for i in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]


def test_asking_for_new_passwords_is_slowed_down_by_address() -> None:
    url = reverse("account_reset_password")
    form = {"email": "anna@example.com"}
    answers = [Client().post(url, form).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_a_forged_header_gives_no_fresh_start() -> None:
    """Without a proxy of ours, the header is what the client likes it to be."""
    answers = [
        register(
            Client(headers={"X-Forwarded-For": f"10.0.0.{i}"}), f"a{i}@example.com"
        )
        for i in range(21)
    ]
    assert answers[20].status_code == 429
