"""The end of an account: the person is forgotten, the books are kept."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from personalize.identity import get_user_id
from personalize.models import Event, UserIdentity
from shop.accounts.erasing import erase
from shop.accounts.models import Address, User
from shop.cart.models import Cart
from shop.mails.models import Mail
from shop.newsletter.models import Subscription
from shop.orders.models import Order
from tests.shop.factories import (
    ADDRESS,
    PASSWORD,
    add_to_cart,
    make_order,
    make_product,
    make_user,
)
from tests.shop.visiting import is_logged_in, log_in

pytestmark = pytest.mark.django_db


def ask_to_erase(client: Client, password: str = PASSWORD) -> Any:
    return client.post(reverse("account-erase"), {"password": password})


def test_an_account_is_deleted_by_whoever_knows_its_password(client: Client) -> None:
    log_in(client, make_user().email)
    response = ask_to_erase(client)
    assert response["Location"] == reverse("home")
    assert not User.objects.exists()
    assert not is_logged_in(client)


def test_a_wrong_password_deletes_nothing(client: Client) -> None:
    log_in(client, make_user().email)
    response = ask_to_erase(client, "wrong")
    assert response.context["form"].errors
    assert User.objects.exists()


def test_the_password_is_not_guessed_here(client: Client) -> None:
    log_in(client, make_user().email)
    codes = [ask_to_erase(client, "wrong").status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]


def test_a_look_at_the_page_deletes_nothing(client: Client) -> None:
    log_in(client, make_user().email)
    assert client.get(reverse("account-erase")).status_code == 200
    assert User.objects.exists()


def test_other_sessions_of_the_account_end(client: Client) -> None:
    user, elsewhere = make_user(), Client()
    log_in(elsewhere, user.email)
    log_in(client, user.email)
    ask_to_erase(client)
    assert elsewhere.get(reverse("account-home")).status_code == 302


def test_staff_do_not_delete_themselves_and_what_they_signed_for(
    client: Client,
) -> None:
    log_in(client, make_user(is_staff=True).email)
    ask_to_erase(client)
    assert User.objects.exists()


def test_nothing_of_the_person_is_left(shopper: Client) -> None:
    user = make_user("anna@example.com", first_name="Anna", last_name="Alder")
    log_in(shopper, user.email)
    add_to_cart(shopper, make_product())
    address = {name: value for name, value in ADDRESS.items() if name != "email"}
    shopper.post(reverse("address-add"), address)
    shopper.post(reverse("newsletter-choose"), {"is_wanted": "on"})
    ask_to_erase(shopper)
    kept = (User, Address, EmailAddress, Cart, Subscription, UserIdentity, Event)
    assert [model for model in kept if model.objects.exists()] == []


def test_the_last_e_mail_says_good_bye_and_the_others_are_erased(
    client: Client,
) -> None:
    user = make_user("anna@example.com")
    log_in(client, user.email)
    client.post(reverse("account_reset_password"), {"email": user.email})
    ask_to_erase(client)
    assert [mail.name for mail in Mail.objects.all()] == ["accounts/account_erased"]


def test_what_it_did_is_forgotten(shopper: Client) -> None:
    user = make_user()
    log_in(shopper, user.email)
    shopper.get(make_product().get_absolute_url())
    assert Event.objects.of_visitor(get_user_id(user)).exists()
    erase(user)
    assert not Event.objects.exists()


def test_the_books_are_kept_without_a_name() -> None:
    user = make_user()
    order = make_order(make_product(), user=user)
    Order.objects.update(status=Order.Status.DELIVERED)
    erase(user)
    kept = Order.objects.get(pk=order.pk)
    assert (kept.total, kept.country, kept.lines.count()) == (order.total, "DE", 1)
    assert [kept.email, kept.full_name, kept.street, kept.city] == [""] * 4
    assert kept.user is None


def test_an_order_on_its_way_keeps_its_address_until_it_has_arrived() -> None:
    user = make_user()
    order = make_order(make_product(), user=user)
    Order.objects.update(status=Order.Status.SHIPPED)
    erase(user)
    kept = Order.objects.get(pk=order.pk)
    assert kept.street == ADDRESS["street"]
