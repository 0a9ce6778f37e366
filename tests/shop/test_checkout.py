from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from shop.cart.models import CartLine
from shop.catalog.models import Product
from shop.orders.models import Order, OrderLine
from tests.shop.factories import (
    ADDRESS,
    add_to_cart,
    make_checkout,
    make_order,
    make_product,
    make_user,
)

pytestmark = pytest.mark.django_db

CHECKOUT = "/checkout/"


def buy(client: Client, *products: Product, **data: Any) -> Any:
    for product in products:
        add_to_cart(client, product)
    total = sum((product.price for product in products), start=Decimal(0))
    return client.post(CHECKOUT, make_checkout(total, **data))


def message(response: Any) -> str:
    return " ".join(str(each) for each in get_messages(response.wsgi_request))


def test_the_form_knows_what_is_bought(client: Client) -> None:
    add_to_cart(client, make_product("Cup", price="2.50"), quantity=2)
    context = client.get(CHECKOUT).context
    assert context["costs"].total == context["form"]["seen_total"].value() == 5
    assert [line.product.name for line in context["lines"]] == ["Cup"]


def test_the_form_starts_with_the_last_address(client: Client) -> None:
    user = make_user()
    make_order(make_product(), user=user)
    client.force_login(user)
    add_to_cart(client, make_product())
    initial = client.get(CHECKOUT).context["form"].initial
    assert ADDRESS.items() <= initial.items()


def test_an_order_is_what_was_in_the_cart(client: Client) -> None:
    product = make_product("Shirt", price=Decimal("9.90"), sizes=["S", "M"])
    add_to_cart(client, product, size="M", quantity=2, recommendation_id="rec-1")
    client.post(CHECKOUT, make_checkout("19.80"))
    line = OrderLine.objects.get()
    assert (line.name, line.size, line.quantity) == ("Shirt", "M", 2)
    assert (line.price, line.order.total) == (Decimal("9.90"), Decimal("19.80"))
    assert (line.order.city, line.recommendation_id) == ("Berlin", "rec-1")


def test_an_order_takes_from_the_stock_and_empties_the_cart(client: Client) -> None:
    product = make_product(stock=5)
    buy(client, product)
    product.refresh_from_db()
    assert (product.stock, product.sold) == (4, 1)
    assert not CartLine.objects.exists()


def test_an_order_of_an_account_belongs_to_it(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    buy(client, make_product())
    assert Order.objects.get().user == user


def test_the_buyer_sees_the_confirmation(client: Client) -> None:
    response = buy(client, make_product("Cup"))
    context = client.get(response["Location"]).context
    assert context["order"] == Order.objects.get()
    assert [line.name for line in context["lines"]] == ["Cup"]


def test_the_same_form_sent_twice_makes_one_order(client: Client) -> None:
    add_to_cart(client, make_product(price=10))
    form = make_checkout(10)
    first, second = client.post(CHECKOUT, form), client.post(CHECKOUT, form)
    assert first["Location"] == second["Location"]
    assert Order.objects.count() == 1


def test_the_form_of_another_buyer_places_nothing(client: Client) -> None:
    order = make_order(make_product(), user=make_user())
    response = buy(client, make_product(), checkout_id=str(order.checkout_id))
    assert "placed already" in message(response)
    assert Order.objects.count() == 1


def test_what_sold_out_meanwhile_is_not_sold(client: Client) -> None:
    product = make_product("Cup")
    add_to_cart(client, product)
    Product.objects.update(stock=0)
    response = client.post(CHECKOUT, make_checkout(10))
    assert response["Location"] == reverse("cart")
    assert "Cup is sold out" in message(response)
    assert not Order.objects.exists()


def test_the_stock_covers_all_sizes_together(client: Client) -> None:
    product = make_product("Shirt", sizes=["S", "M"], stock=4)
    add_to_cart(client, product, size="S", quantity=2)
    add_to_cart(client, product, size="M", quantity=2)
    Product.objects.update(stock=3)
    response = client.post(CHECKOUT, make_checkout(40))
    assert "Only 3 of Shirt are left" in message(response)
    assert Product.objects.get().stock == 3


def test_a_refused_order_leaves_everything_as_it_was(client: Client) -> None:
    plenty, gone = make_product(stock=5), make_product(stock=1)
    add_to_cart(client, plenty)
    add_to_cart(client, gone)
    Product.objects.filter(pk=gone.pk).update(stock=0)
    client.post(CHECKOUT, make_checkout(20))
    plenty.refresh_from_db()
    assert (plenty.stock, CartLine.objects.count()) == (5, 2)


def test_the_price_is_the_one_in_the_shop_not_the_one_sent(client: Client) -> None:
    add_to_cart(client, make_product(price=10), price="0.01")
    response = client.post(CHECKOUT, make_checkout("0.01", price="0.01"))
    assert "total has changed" in str(response.context["form"].errors)
    assert not Order.objects.exists()


def test_a_price_that_rose_meanwhile_is_shown_first(client: Client) -> None:
    add_to_cart(client, make_product(price=10))
    Product.objects.update(price=12)
    response = client.post(CHECKOUT, make_checkout(10))
    assert "has changed" in str(response.context["form"].errors)
    assert response.context["costs"].total == 12
    client.post(CHECKOUT, make_checkout(12))
    assert Order.objects.get().total == 12


def test_back_from_the_gateway_the_order_can_still_be_paid(client: Client) -> None:
    user = make_user()
    client.force_login(user)
    order = make_order(make_product(), user=user)
    make_order(make_product(), user=make_user())
    path = reverse("payment", args=[order.number])
    assert client.get(CHECKOUT)["Location"] == path


def test_an_empty_cart_has_no_checkout(client: Client) -> None:
    assert client.get(CHECKOUT)["Location"] == reverse("cart")
    assert client.post(CHECKOUT, make_checkout(0))["Location"] == reverse("cart")
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"email": "nobody"}, {"street": ""}, {"city": "\0"}, {"full_name": "x" * 121}],
)
def test_a_wrong_address_is_shown_again(client: Client, wrong: dict[str, str]) -> None:
    response = buy(client, make_product(price=10), **wrong)
    assert response.context["form"].errors.keys() == wrong.keys()
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"checkout_id": "abc"}, {"seen_total": "1e99"}, {"checkout_id": ""}]
)
def test_a_form_that_was_tampered_with_is_explained(
    client: Client, wrong: dict[str, str]
) -> None:
    response = buy(client, make_product(), **wrong)
    assert response.context["form"].non_field_errors()
    assert not Order.objects.exists()


def test_an_order_takes_as_many_queries_however_long(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for product in [make_product(price=10) for _ in range(12)]:
        add_to_cart(client, product)
    with django_assert_max_num_queries(42):
        client.post(CHECKOUT, make_checkout(120))
    assert OrderLine.objects.count() == 12


def test_a_stranger_does_not_see_the_confirmation(client: Client) -> None:
    address = buy(client, make_product())["Location"]
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.get(address).status_code == 404
    assert Client().get(address).status_code == 404


def test_after_logging_out_the_order_of_an_account_is_hidden(client: Client) -> None:
    client.force_login(make_user())
    address = buy(client, make_product())["Location"]
    assert client.get(address).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(address).status_code == 404


def race(clients: list[Client], forms: list[dict[str, Any]]) -> list[str]:
    """Send the forms at the same moment, and return where they lead."""
    start = Barrier(len(clients))

    def send(client: Client, form: dict[str, Any]) -> str:
        start.wait(timeout=10)
        try:
            return client.post(CHECKOUT, form)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as threads:
        return list(threads.map(send, clients, forms))


@pytest.mark.django_db(transaction=True)
def test_the_last_piece_is_sold_once() -> None:
    product = make_product(price=10, stock=1)
    clients = [Client(), Client()]
    for client in clients:
        add_to_cart(client, product)
    places = race(clients, [make_checkout(10), make_checkout(10)])
    assert Order.objects.count() == 1
    assert places.count(reverse("cart")) == 1
    product.refresh_from_db()
    assert product.stock == 0


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_order() -> None:
    client = Client()
    add_to_cart(client, make_product(price=10))
    again = Client()
    again.cookies = client.cookies
    form = make_checkout(10)
    first, second = race([client, again], [form, form])
    assert first == second
    assert client.get(first).context["order"] == Order.objects.get()


@pytest.mark.django_db(transaction=True)
def test_two_orders_of_the_same_products_do_not_wait_in_a_ring() -> None:
    products = [make_product(price=10), make_product(price=10)]
    clients = [Client(), Client()]
    for product in products:
        add_to_cart(clients[0], product)
    for product in reversed(products):
        add_to_cart(clients[1], product)
    race(clients, [make_checkout(20), make_checkout(20)])
    assert Order.objects.count() == 2
