"""What somebody did as a guest becomes theirs, once they have proven who they are."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from shop.orders.models import Order
from tests.shop.factories import (
    add_to_cart,
    make_order,
    make_product,
    make_user,
)
from tests.shop.mailbox import get_link
from tests.shop.visiting import log_in, register

pytestmark = pytest.mark.django_db

# That of the factories' orders.
EMAIL = "anna@example.com"


def test_a_guests_orders_are_claimed_by_the_proven_address(client: Client) -> None:
    order = make_order(make_product())
    register(client, EMAIL)
    client.post(get_link())
    order.refresh_from_db()
    assert order.user.email == EMAIL


def test_an_unproven_address_claims_nothing(client: Client) -> None:
    order = make_order(make_product())
    register(client, EMAIL)
    log_in(client, EMAIL)
    order.refresh_from_db()
    assert order.user is None


def test_a_later_order_as_a_guest_is_claimed_at_the_next_login(client: Client) -> None:
    user = make_user(EMAIL)
    order = make_order(make_product())
    log_in(client, EMAIL)
    order.refresh_from_db()
    assert order.user == user


def test_the_orders_of_another_account_stay_there(client: Client) -> None:
    owner = make_user()
    order = make_order(make_product(), user=owner)
    make_user(EMAIL)
    log_in(client, EMAIL)
    order.refresh_from_db()
    assert order.user == owner


def test_an_address_in_the_form_of_the_checkout_proves_nothing(
    client: Client,
) -> None:
    order = make_order(make_product())
    log_in(client, make_user("ben@example.com").email)
    order.refresh_from_db()
    assert order.user is None


def test_the_orders_of_this_web_session_are_claimed_whatever_their_address(
    shopper: Client,
) -> None:
    order = make_order(make_product())
    session = shopper.session
    session["orders"] = [order.number]
    session.save()
    user = make_user("ben@example.com")
    log_in(shopper, user.email)
    order.refresh_from_db()
    assert order.user == user


def test_a_guest_who_registers_keeps_cart_and_orders(shopper: Client) -> None:
    product = make_product()
    order = make_order(product)
    add_to_cart(shopper, product)
    register(shopper, EMAIL)
    shopper.post(get_link())
    lines = shopper.get(reverse("cart")).context["lines"]
    assert [line.product for line in lines] == [product]
    assert list(Order.objects.of_user(order.__class__.objects.get().user)) == [order]
