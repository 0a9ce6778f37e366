"""The pages of an account: who may see them, and how often they ask the database."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from shop.accounts import addresses
from shop.accounts.models import Address, User
from tests.shop.factories import ADDRESS, make_user

pytestmark = pytest.mark.django_db

OWN_PAGES = [
    "account-home",
    "account-name",
    "account-erase",
    "address-list",
    "address-add",
]
PAGES = [*OWN_PAGES, "account_email", "account_change_password"]
FIELDS = {name: value for name, value in ADDRESS.items() if name != "email"}


@pytest.fixture
def user(client: Client) -> User:
    user = make_user(first_name="Anna")
    client.force_login(user)
    return user


def count_queries(client: Client, name: str) -> int:
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse(name)).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", PAGES)
def test_only_its_owner_sees_an_account(client: Client, name: str) -> None:
    response = client.get(reverse(name))
    assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", OWN_PAGES)
def test_no_cache_keeps_a_page_of_an_account(
    client: Client, user: User, name: str
) -> None:
    response = client.get(reverse(name))
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_the_home_page_says_who_it_is_and_where_things_go(
    client: Client, user: User
) -> None:
    addresses.save(Address(user=user, **FIELDS))
    page = client.get(reverse("account-home")).content.decode()
    assert "Hello, Anna" in page
    assert user.email in page
    assert FIELDS["street"] in page
    assert "Germany" in page


def test_a_name_is_changed(client: Client, user: User) -> None:
    form = {"first_name": "Ann", "last_name": "Alder"}
    client.post(reverse("account-name"), form)
    user.refresh_from_db()
    assert user.get_full_name() == "Ann Alder"


def test_more_addresses_need_no_more_queries(client: Client, user: User) -> None:
    addresses.save(Address(user=user, **FIELDS))
    before = count_queries(client, "address-list")
    addresses.save(Address(user=user, **FIELDS))
    addresses.save(Address(user=user, **FIELDS))
    assert count_queries(client, "address-list") == before


@pytest.mark.parametrize(
    ("name", "number"),
    # Each reads account and cart; the session and the departments are cached.
    [("account-home", 7), ("address-list", 3), ("address-add", 2), ("account-name", 2)],
)
def test_a_page_asks_so_often(
    client: Client, user: User, name: str, number: int
) -> None:
    assert count_queries(client, name) == number
