from __future__ import annotations

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from shop.accounts.models import User
from tests.shop.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db


def register(client: Client, email: str) -> None:
    client.post(reverse("account_signup"), {"email": email, "password1": PASSWORD})


def test_registering_takes_an_address_and_a_password(client: Client) -> None:
    register(client, "anna@example.com")
    user = User.objects.get()
    assert (user.email, user.username) == ("anna@example.com", "anna")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_addresses_that_begin_alike_get_different_names(client: Client) -> None:
    register(client, "anna@example.com")
    register(Client(), "anna@example.org")
    assert User.objects.values("username").distinct().count() == 2


def test_an_address_has_one_account(client: Client) -> None:
    make_user("anna@example.com")
    register(client, "ANNA@example.com")
    assert User.objects.count() == 1


def test_the_database_refuses_a_second_account_of_an_address() -> None:
    make_user("anna@example.com")
    with pytest.raises(IntegrityError):
        User.objects.create_user("other", "Anna@Example.com")


def test_accounts_of_servers_need_no_address() -> None:
    User.objects.create_user("one")
    User.objects.create_user("two")
    assert User.objects.count() == 2


def test_a_shopper_logs_in_and_out_by_address(client: Client) -> None:
    user = make_user("anna@example.com")
    credentials = {"login": "anna@example.com", "password": PASSWORD}
    response = client.post(reverse("account_login"), credentials)
    assert response["Location"] == reverse("home")
    assert client.session["_auth_user_id"] == str(user.pk)
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_a_wrong_password_is_refused(client: Client) -> None:
    make_user("anna@example.com")
    credentials = {"login": "anna@example.com", "password": "wrong"}
    response = client.post(reverse("account_login"), credentials)
    assert response.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_the_admin_finds_a_shopper_by_address(admin_client: Client) -> None:
    user = make_user("anna@example.com")
    address = reverse("admin:accounts_user_changelist")
    response = admin_client.get(address, {"q": "anna@example.com"})
    assert list(response.context["cl"].result_list) == [user]
