"""A new password, a new address: what may be changed, by whom, and who hears of it."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from shop.accounts.models import User
from shop.mails.models import Mail
from tests.shop.factories import PASSWORD, make_user
from tests.shop.mailbox import get_link
from tests.shop.visiting import log_in

pytestmark = pytest.mark.django_db

NEW_PASSWORD = {
    "password1": "quite-another-secret",
    "password2": "quite-another-secret",
}


def test_a_forgotten_password_is_replaced_by_a_link(client: Client) -> None:
    user = make_user("anna@example.com")
    client.post(reverse("account_reset_password"), {"email": user.email})
    form = client.get(get_link(), follow=True).redirect_chain[-1][0]
    client.post(form, NEW_PASSWORD)
    user.refresh_from_db()
    assert user.check_password("quite-another-secret")


def test_the_link_to_a_new_password_works_once(client: Client) -> None:
    user = make_user("anna@example.com")
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = get_link()
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, NEW_PASSWORD)
    assert Client().get(link).context["token_fail"]


def test_a_changed_password_is_told_by_e_mail_and_ends_other_sessions(
    client: Client,
) -> None:
    user = make_user()
    elsewhere = Client()
    log_in(elsewhere, user.email)
    log_in(client, user.email)
    form = {"oldpassword": PASSWORD} | NEW_PASSWORD
    client.post(reverse("account_change_password"), form)
    assert Mail.objects.get().name == "accounts/password_changed"
    assert client.get(reverse("account-home")).status_code == 200
    assert elsewhere.get(reverse("account-home")).status_code == 302


def change_email(client: Client, email: str, password: str = PASSWORD) -> Any:
    form = {"email": email, "action_add": ""}
    asked = client.post(reverse("account_email"), form)
    return client.post(asked["Location"], {"password": password})


def test_a_new_address_counts_once_it_is_confirmed(client: Client) -> None:
    user = make_user("old@example.com")
    log_in(client, user.email)
    change_email(client, "new@example.com")
    user.refresh_from_db()
    assert user.email == "old@example.com"
    assert Mail.objects.latest("pk").to == "new@example.com"
    client.post(get_link())
    user.refresh_from_db()
    assert user.email == "new@example.com"
    assert EmailAddress.objects.get().email == "new@example.com"


def test_the_old_address_hears_of_the_new_one(client: Client) -> None:
    user = make_user("old@example.com")
    log_in(client, user.email)
    change_email(client, "new@example.com")
    client.post(get_link())
    mail = Mail.objects.latest("pk")
    assert (mail.name, mail.to) == ("accounts/email_changed", "old@example.com")


def test_an_address_is_not_changed_without_the_password(client: Client) -> None:
    user = make_user("old@example.com")
    log_in(client, user.email)
    response = change_email(client, "new@example.com", "wrong")
    assert response.context["form"].errors
    assert EmailAddress.objects.get().email == "old@example.com"


def test_a_change_can_be_called_off(client: Client) -> None:
    user = make_user("old@example.com")
    log_in(client, user.email)
    change_email(client, "new@example.com")
    form = {"email": "new@example.com", "action_remove": ""}
    client.post(reverse("account_email"), form)
    assert EmailAddress.objects.get().email == "old@example.com"


def test_the_address_of_somebody_else_is_never_taken_over(client: Client) -> None:
    other = make_user("other@example.com")
    log_in(client, make_user("old@example.com").email)
    change_email(client, other.email)
    client.post(get_link())
    assert set(User.objects.values_list("email", flat=True)) == {
        "old@example.com",
        "other@example.com",
    }
