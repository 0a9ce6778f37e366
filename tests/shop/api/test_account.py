from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from shop.accounts.models import Address, User
from shop.mails.models import Mail
from shop.newsletter.models import Subscription
from tests.shop.api.calls import ADDRESS, Api, make_shopper
from tests.shop.factories import PASSWORD, make_user


@pytest.fixture(autouse=True)
def _limits(db: None) -> None:
    cache.clear()


def test_an_account_says_who_it_is(db: None) -> None:
    api = make_shopper(make_user("anna@example.com", first_name="Anna"))
    me = api.get("me").json()
    assert (me["email"], me["firstName"], me["lastName"]) == (
        "anna@example.com",
        "Anna",
        "",
    )


def test_a_name_is_changed_and_nothing_else(db: None) -> None:
    user = make_user("anna@example.com")
    body = {"firstName": "Anna", "email": "x@example.com", "isStaff": True}
    assert make_shopper(user).patch("me", body).json()["firstName"] == "Anna"
    user.refresh_from_db()
    assert (user.first_name, user.email, user.is_staff) == (
        "Anna",
        "anna@example.com",
        False,
    )


@pytest.mark.parametrize("value", [7, None, [], "x" * 151, "\0"])
def test_a_name_of_no_form_is_refused(shopper: Api, value: Any) -> None:
    assert shopper.patch("me", {"firstName": value}).status_code == 400


def test_a_new_e_mail_address_is_asked_first(shopper: Api) -> None:
    body = {"email": "new@example.com", "password": PASSWORD}
    assert shopper.post("me/email", body).status_code == 202
    assert Mail.objects.latest("pk").to == "new@example.com"


def test_a_new_e_mail_address_needs_the_password(shopper: Api) -> None:
    body = {"email": "new@example.com", "password": "wrong"}
    response = shopper.post("me/email", body)
    assert list(response.json()["errors"]) == ["password"]
    assert not Mail.objects.exists()


def test_an_account_is_deleted_by_whoever_knows_its_password(db: None) -> None:
    api = make_shopper(make_user())
    wrong = api.post("me/deletion", {"password": "wrong"})
    assert list(wrong.json()["errors"]) == ["password"]
    assert api.post("me/deletion", {"password": PASSWORD}).status_code == 204
    assert not User.objects.exists()
    assert api.get("me").status_code == 401


def test_guessing_the_password_is_slowed_down(shopper: Api) -> None:
    for _ in range(5):
        shopper.post("me/deletion", {"password": "wrong"})
    assert shopper.post("me/deletion", {"password": PASSWORD}).status_code == 429


def test_an_account_of_the_staff_is_not_deleted(db: None) -> None:
    api = make_shopper(make_user(is_staff=True))
    assert api.post("me/deletion", {"password": PASSWORD}).status_code == 409


def test_the_newsletter_is_subscribed_and_left(shopper: Api) -> None:
    for wanted in (True, False):
        shopper.put("me/newsletter", {"isSubscribed": wanted})
        assert shopper.get("me/newsletter").json() == {"isSubscribed": wanted}


@pytest.mark.parametrize("value", ["true", 1, None, "yes"])
def test_whether_is_true_or_false(shopper: Api, value: Any) -> None:
    assert shopper.put("me/newsletter", {"isSubscribed": value}).status_code == 400


def test_the_newsletter_is_asked_for_without_an_account(anybody: Api) -> None:
    response = anybody.post("newsletter", {"email": "anna@example.com"})
    assert response.status_code == 202
    assert not Subscription.objects.get().is_confirmed


def test_an_address_is_kept_changed_and_forgotten(shopper: Api) -> None:
    added = shopper.post("me/addresses", ADDRESS)
    assert added.status_code == 201
    assert added.json()["isDefault"] is True
    path = f"me/addresses/{added.json()['id']}"
    changed = shopper.patch(path, {"city": "Bern", "country": "CH"}).json()
    assert (changed["city"], changed["countryName"]) == ("Bern", "Switzerland")
    assert shopper.delete(path).status_code == 204
    assert shopper.get("me/addresses").json() == []


def test_one_address_is_the_default(shopper: Api) -> None:
    shopper.post("me/addresses", ADDRESS)
    shopper.post("me/addresses", ADDRESS | {"isDefault": True, "city": "Bonn"})
    found = shopper.get("me/addresses").json()
    assert [each["isDefault"] for each in found] == [True, False]
    assert found[0]["city"] == "Bonn"


def test_an_address_sent_twice_under_a_key_is_kept_once(shopper: Api) -> None:
    for _ in range(2):
        shopper.post("me/addresses", ADDRESS, Idempotency_Key="key-1")
    assert Address.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
def test_anothers_address_is_not_found(shopper: Api, method: str) -> None:
    address_id = shopper.post("me/addresses", ADDRESS).json()["id"]
    response = make_shopper().call(method, f"me/addresses/{address_id}", {})
    assert response.status_code == 404
    assert Address.objects.exists()


def test_there_are_so_many_addresses_and_no_more(shopper: Api) -> None:
    answers = [shopper.post("me/addresses", ADDRESS) for _ in range(21)]
    assert answers[-1].status_code == 409


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("country", "XX"),
        ("country", "Germany"),
        ("country", ""),
        ("city", ""),
        ("city", None),
        ("city", 7),
        ("street", "x" * 201),
        ("fullName", []),
        ("postalCode", "\ud800"),
        ("isDefault", "yes"),
    ],
    ids=ascii,
)
def test_an_address_of_no_form_is_refused(shopper: Api, field: str, value: Any) -> None:
    response = shopper.post("me/addresses", ADDRESS | {field: value})
    assert response.status_code == 400


@pytest.mark.parametrize("address_id", [0, 10**30])
def test_an_address_that_cannot_be_is_not_found(shopper: Api, address_id: int) -> None:
    assert shopper.get(f"me/addresses/{address_id}").status_code == 404
