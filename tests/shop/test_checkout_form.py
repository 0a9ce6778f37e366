"""What the checkout asks for, and what it knows already."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from shop.accounts.models import Address, User
from shop.orders.models import Order
from tests.shop.factories import (
    ADDRESS,
    add_to_cart,
    make_checkout,
    make_product,
    make_user,
)

pytestmark = pytest.mark.django_db

CHECKOUT = "/checkout/"
PARIS = {
    "full_name": "Anna Pinson",
    "street": "Rue du Verdier 2",
    "postal_code": "75001",
    "city": "Paris",
    "country": "FR",
}


def make_address(user: User, **fields: Any) -> Address:
    return Address.objects.create(user=user, **(PARIS | fields))


@pytest.fixture
def buyer(client: Client) -> User:
    """Somebody with an account, who has something for 10.00 in the cart."""
    user = make_user("anna@example.com")
    client.force_login(user)
    add_to_cart(client, make_product(price=10))
    return user


@pytest.fixture
def taxes(settings: Any) -> None:
    settings.SHIPPING_RATE = Decimal(5)
    settings.TAX_RATES = {"CH": Decimal(8)}


def errors(response: Any) -> set[str]:
    return set(response.context["form"].errors)


def test_a_guest_is_asked_for_everything(client: Client) -> None:
    add_to_cart(client, make_product(price=10))
    form = {"checkout_id": "", "seen_total": "", "payment_method": ""}
    missing = {*ADDRESS, "payment_method", "checkout_id", "seen_total", "__all__"}
    assert errors(client.post(CHECKOUT, form)) == missing


def test_addresses_of_the_account_are_offered(client: Client, buyer: User) -> None:
    make_address(buyer, city="Lyon")
    default = make_address(buyer, is_default=True)
    form = client.get(CHECKOUT).context["form"]
    assert form["address"].value() == str(default.pk)
    assert form["email"].value() == buyer.email
    assert [label for _, label in form.fields["address"].choices][:2] == [
        "Anna Pinson, Rue du Verdier 2, Paris",
        "Anna Pinson, Rue du Verdier 2, Lyon",
    ]


def test_a_chosen_address_is_where_it_goes(client: Client, buyer: User) -> None:
    address = make_address(buyer)
    nothing = dict.fromkeys(PARIS, "")
    client.post(CHECKOUT, make_checkout(10, address=address.pk, **nothing))
    order = Order.objects.get()
    assert {name: getattr(order, name) for name in PARIS} == PARIS


def test_another_address_has_to_be_complete(client: Client, buyer: User) -> None:
    make_address(buyer)
    form = make_checkout(10, address="new", city="")
    assert errors(client.post(CHECKOUT, form)) == {"city"}


def test_the_address_of_somebody_else_is_refused(client: Client, buyer: User) -> None:
    stranger = make_address(make_user())
    form = make_checkout(10, address=stranger.pk, **dict.fromkeys(PARIS, ""))
    assert "address" in errors(client.post(CHECKOUT, form))
    assert not Order.objects.exists()


def test_an_address_is_kept_when_that_is_wished(client: Client, buyer: User) -> None:
    client.post(CHECKOUT, make_checkout(10, keep_address="on", **PARIS))
    kept = Address.objects.get(user=buyer)
    assert (kept.city, kept.is_default) == ("Paris", True)


def test_an_address_is_not_kept_otherwise(client: Client, buyer: User) -> None:
    client.post(CHECKOUT, make_checkout(10, **PARIS))
    assert not Address.objects.exists()


def test_a_guest_keeps_no_address(client: Client) -> None:
    add_to_cart(client, make_product(price=10))
    client.post(CHECKOUT, make_checkout(10, keep_address="on"))
    assert Order.objects.exists()
    assert not Address.objects.exists()


@pytest.mark.parametrize("country", ["", "XX", "Germany", "de"])
def test_a_country_is_one_of_the_list(client: Client, country: str) -> None:
    add_to_cart(client, make_product(price=10))
    response = client.post(CHECKOUT, make_checkout(10, country=country))
    assert errors(response) == {"country"}


@pytest.mark.parametrize("method", ["", "gold", "COD"])
def test_a_way_to_pay_is_one_of_those_offered(client: Client, method: str) -> None:
    add_to_cart(client, make_product(price=10))
    response = client.post(CHECKOUT, make_checkout(10, payment_method=method))
    assert errors(response) == {"payment_method"}


def test_an_order_says_what_it_costs_and_why(client: Client, taxes: None) -> None:
    add_to_cart(client, make_product(price=10))
    client.post(CHECKOUT, make_checkout("16.20", country="CH"))
    order = Order.objects.get()
    assert (order.goods, order.shipping) == (Decimal(10), Decimal(5))
    assert (order.tax, order.total) == (Decimal("1.20"), Decimal("16.20"))


def test_the_cart_shows_the_delivery(client: Client, taxes: None) -> None:
    add_to_cart(client, make_product(price=10))
    page = client.get(reverse("cart")).content.decode()
    assert "€15.00" in page
    assert "Taxes of your country may be added" in page


def test_a_total_of_another_country_is_shown_before_it_is_charged(
    client: Client, taxes: None
) -> None:
    add_to_cart(client, make_product(price=10))
    form = make_checkout(15, country="CH")
    response = client.post(CHECKOUT, form)
    assert "The total has changed" in response.content.decode()
    assert 'name="seen_total" value="16.20"' in response.content.decode()
    assert client.post(CHECKOUT, form | {"seen_total": "16.20"}).status_code == 302


def test_the_costs_follow_the_country(client: Client, taxes: None) -> None:
    add_to_cart(client, make_product(price=10))
    costs = client.get(reverse("checkout-costs"), {"country": "CH"})
    assert 'name="seen_total" value="16.20"' in costs.content.decode()
    assert "€1.20" in costs.content.decode()


def test_the_costs_follow_the_chosen_address(
    client: Client, buyer: User, taxes: None
) -> None:
    address = make_address(buyer, country="CH")
    parameters = {"country": "DE", "address": str(address.pk)}
    costs = client.get(reverse("checkout-costs"), parameters).context["costs"]
    assert costs.tax == Decimal("1.20")


@pytest.mark.parametrize(
    "parameters", [{}, {"country": "XX"}, {"country": "\0"}, {"address": "9" * 99}]
)
def test_the_costs_of_nowhere_are_those_without_tax(
    client: Client, taxes: None, parameters: dict[str, str]
) -> None:
    add_to_cart(client, make_product(price=10))
    costs = client.get(reverse("checkout-costs"), parameters).context["costs"]
    assert costs.total == 15


def test_the_form_starts_with_the_costs_of_the_default_address(
    client: Client, buyer: User, taxes: None
) -> None:
    make_address(buyer, country="CH", is_default=True)
    context = client.get(CHECKOUT).context
    assert context["costs"].total == context["form"].initial["seen_total"]
    assert context["costs"].tax == Decimal("1.20")


def test_a_form_in_error_keeps_what_was_chosen(client: Client, buyer: User) -> None:
    address = make_address(buyer)
    form = make_checkout(10, address=address.pk, email="nobody")
    page = client.post(CHECKOUT, form).content.decode()
    assert f'value="{address.pk}"' in page
    assert form["checkout_id"] in page


def test_the_chosen_way_to_pay_is_written_on_the_order(client: Client) -> None:
    add_to_cart(client, make_product(price=10))
    client.post(CHECKOUT, make_checkout(10))
    order = Order.objects.get()
    assert (order.payment_method, order.status) == ("cod", "cash-pending")
    assert (order.currency, order.expires_at) == (configured.CURRENCY, None)


def test_each_step_of_placing_is_in_the_history(client: Client, buyer: User) -> None:
    client.post(CHECKOUT, make_checkout(10))
    placed, counted_on = Order.objects.get().history.all()
    assert (placed.status, placed.changed_by) == ("placed", buyer)
    assert counted_on.status == "cash-pending"
