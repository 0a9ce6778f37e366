from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from shop.accounts.models import User
from tests.shop.factories import PASSWORD, add_to_cart, make_product, make_user
from tests.shop.mailbox import get_link
from tests.shop.visiting import is_logged_in, log_in, register

pytestmark = pytest.mark.django_db


def test_registering_takes_an_address_and_a_password(client: Client) -> None:
    register(client)
    user = User.objects.get()
    assert (user.email, user.username) == ("anna@example.com", "anna")
    assert user.check_password(PASSWORD)


def test_whoever_registers_is_let_in_by_the_link_of_an_e_mail(client: Client) -> None:
    register(client)
    assert not is_logged_in(client)
    assert client.get(get_link()).status_code == 200
    client.post(get_link())
    assert is_logged_in(client)
    assert EmailAddress.objects.get().verified


def test_opening_the_link_without_a_click_confirms_nothing(client: Client) -> None:
    register(client)
    Client().get(get_link())
    assert not EmailAddress.objects.get().verified


def test_the_link_lets_nobody_else_in(client: Client) -> None:
    register(client)
    elsewhere = Client()
    elsewhere.post(get_link())
    assert EmailAddress.objects.get().verified
    assert not is_logged_in(elsewhere)


def test_before_the_link_is_opened_nobody_logs_in(client: Client) -> None:
    register(client)
    response = log_in(Client(), "anna@example.com")
    assert response["Location"] == reverse("account_email_verification_sent")


def test_the_cart_is_kept_while_the_address_is_confirmed(shopper: Client) -> None:
    add_to_cart(shopper, make_product())
    register(shopper)
    assert len(shopper.get(reverse("cart")).context["lines"]) == 1
    shopper.post(get_link())
    assert is_logged_in(shopper)
    assert len(shopper.get(reverse("cart")).context["lines"]) == 1


def test_after_the_link_the_shopper_is_where_they_wanted_to_be(client: Client) -> None:
    form = {"email": "anna@example.com", "password1": PASSWORD, "next": "/cart/"}
    client.post(reverse("account_signup"), form)
    assert client.post(get_link())["Location"] == "/cart/"


def test_addresses_that_begin_alike_get_different_names(client: Client) -> None:
    register(client)
    register(Client(), "anna@example.org")
    assert User.objects.values("username").distinct().count() == 2


def test_an_address_has_one_account(client: Client) -> None:
    make_user("anna@example.com")
    register(client, "ANNA@example.com")
    assert User.objects.count() == 1


def test_of_two_registrations_at_once_one_makes_an_account(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_user("anna@example.com")
    # Both looked before either had saved.
    monkeypatch.setattr(
        "allauth.account.internal.flows.manage_email.assess_unique_email",
        lambda email, user=None: True,
    )
    response = register(client)
    assert response["Location"] == reverse("account_email_verification_sent")
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
    response = log_in(client, "Anna@example.com")
    assert response["Location"] == reverse("home")
    assert client.session["_auth_user_id"] == str(user.pk)
    client.post(reverse("account_logout"))
    assert not is_logged_in(client)


def test_a_wrong_password_is_refused(client: Client) -> None:
    make_user("anna@example.com")
    response = log_in(client, "anna@example.com", "wrong")
    assert response.context["form"].errors
    assert not is_logged_in(client)


def test_a_closed_account_does_not_log_in(client: Client) -> None:
    make_user("anna@example.com", is_active=False)
    log_in(client, "anna@example.com")
    assert not is_logged_in(client)


def test_the_admin_finds_a_shopper_by_address(admin_client: Client) -> None:
    user = make_user("anna@example.com")
    address = reverse("admin:accounts_user_changelist")
    response = admin_client.get(address, {"q": "anna@example.com"})
    assert list(response.context["cl"].result_list) == [user]
