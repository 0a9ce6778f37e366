"""What went wrong in other shops: each of their holes is tried here.

Those of paying itself are tried in tests/shop/payments/test_holes.py.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from personalize.models import Event
from shop.cart.models import CartLine
from shop.orders.models import Order
from tests.shop.api.calls import Api, buy, fill_cart, make_shopper, order
from tests.shop.conftest import BROWSER
from tests.shop.factories import (
    PASSWORD,
    add_to_cart,
    make_category,
    make_checkout,
    make_order,
    make_product,
    make_products,
    make_user,
)

pytestmark = pytest.mark.django_db


def count_purchases() -> int:
    return Event.objects.filter(event_type="Purchase").count()


def test_an_app_cannot_name_its_price(guest: Api) -> None:
    fill_cart(guest, make_product(price=Decimal("10.00")))
    refused = order(guest, "0.01", price="0.01", goods="0.01")
    assert refused.status_code == 409
    assert not Order.objects.exists()


def test_a_line_costs_what_the_shop_says(guest: Api) -> None:
    line = {"sku": make_product(price=Decimal("10.00")).sku, "quantity": 1}
    guest.post("cart/lines", line | {"price": "0.01", "total": "0.01"})
    assert guest.get("cart").json()["goods"] == "10.00"


@pytest.mark.parametrize("method", ["put", "patch", "delete", "post"])
def test_a_buyer_can_neither_write_nor_delete_an_order(method: str) -> None:
    buyer = make_shopper()
    number = buy(buyer, make_product())["number"]
    response = buyer.call(method, f"orders/{number}", {"status": "paid"})
    assert response.status_code == 405
    assert Order.objects.get().status == Order.Status.CASH_PENDING


@pytest.mark.parametrize("door", ["", "/cancellation", "/payment", "/reorder"])
def test_an_order_of_another_is_not_there(door: str) -> None:
    number = make_order(make_product(), user=make_user()).number
    method = "post" if door in ("/cancellation", "/reorder") else "get"
    response = make_shopper().call(method, f"orders/{number}{door}", None)
    assert response.status_code == 404
    assert Order.objects.get().status == Order.Status.PLACED


def test_a_status_is_one_of_the_shop() -> None:
    make_order(make_product())
    with pytest.raises(IntegrityError), transaction.atomic():
        Order.objects.update(status="as good as paid")


def test_pages_loaded_again_buy_nothing_again() -> None:
    shopper = Client(headers={"User-Agent": BROWSER})
    add_to_cart(shopper, make_product(price=10))
    page = shopper.post("/checkout/", make_checkout(10))["Location"]
    for _ in range(3):
        assert shopper.get(page).status_code == 200
    assert count_purchases() == 1


def test_the_cart_of_a_guest_outlives_the_login(client: Client) -> None:
    user = make_user()
    add_to_cart(client, make_product("Cup"), quantity=2)
    form = {"login": user.email, "password": PASSWORD}
    client.post(reverse("account_login"), form)
    line = CartLine.objects.get(cart__user=user)
    assert (line.product.name, line.quantity) == ("Cup", 2)


@pytest.mark.parametrize("size", [101, 10**9, -1, 0, "all"])
def test_a_page_has_an_end(anybody: Api, size: object) -> None:
    make_products(3)
    response = anybody.get("products", {"pageSize": size})
    body = response.json()
    assert response.status_code == 400 or len(body["results"]) <= 100


def test_a_filter_looks_at_all_pages_not_at_the_one_that_is_loaded(
    anybody: Api,
) -> None:
    category = make_category()
    dear = make_product("Old and dear", price=999, category=category)
    make_products(40, price=5, category=category)
    query = {"category": category.slug, "minPrice": 900}
    found = anybody.get("products", query).json()["results"]
    assert [product["sku"] for product in found] == [dear.sku]


@pytest.mark.parametrize(
    ("path", "status"),
    [("products/none", 404), ("products?page=x", 400), ("orders", 401), ("no", 404)],
)
def test_an_error_is_no_success_and_tells_no_secrets(
    anybody: Api, path: str, status: int
) -> None:
    response = anybody.get(path)
    assert response.status_code == status
    assert response.json()["success"] is False
    assert not any(word in response.text for word in ("Traceback", "Error(", "SELECT"))
