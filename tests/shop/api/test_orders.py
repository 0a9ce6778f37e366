from __future__ import annotations

from typing import Any

import pytest

from shop.catalog.models import Product
from shop.orders.models import Order
from tests.shop.api.calls import Api, buy, make_guest, make_shopper
from tests.shop.factories import make_order, make_product, make_products, make_user


@pytest.fixture
def product(db: None) -> Product:
    return make_product("Tee", sku="tee", stock=5)


def with_key(order: dict[str, Any], **headers: str) -> Api:
    return Api(**{"X-Order-Key": order["key"]}, **headers)


def test_an_account_lists_its_orders_newest_first(
    shopper: Api, product: Product
) -> None:
    old, new = buy(shopper, product), buy(shopper, product)
    buy(make_shopper(), product)
    page = shopper.get("orders").json()
    assert [each["number"] for each in page["results"]] == [
        new["number"],
        old["number"],
    ]


def test_an_order_tells_how_it_goes_on(shopper: Api, product: Product) -> None:
    number = buy(shopper, product)["number"]
    found = shopper.get(f"orders/{number}").json()
    assert found["timeline"][0]["status"] == "placed"
    assert found["timeline"][0]["changedAt"]
    assert found["timeline"][-1] == {
        "status": "delivered",
        "label": "Delivered",
        "changedAt": None,
    }


def test_a_guests_order_opens_by_its_key(guest: Api, product: Product) -> None:
    made = buy(guest, product)
    found = with_key(made).get(f"orders/{made['number']}")
    assert found.json()["number"] == made["number"]


def test_a_key_opens_no_other_order(guest: Api, product: Product) -> None:
    one, other = buy(guest, product), buy(guest, product)
    assert with_key(one).get(f"orders/{other['number']}").status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", ""),
        ("post", "/cancellation"),
        ("get", "/payment"),
        ("post", "/payments/hosted"),
        ("post", "/payments/native"),
    ],
)
def test_anothers_order_is_not_found(
    shopper: Api, product: Product, method: str, path: str
) -> None:
    number = buy(shopper, product)["number"]
    forged = Api(**{"X-Order-Key": "forged"})
    staff = make_shopper(make_user(is_staff=True, is_superuser=True))
    body = None if method == "get" else {}
    for other in (make_shopper(), staff, forged):
        assert other.call(method, f"orders/{number}{path}", body).status_code == 404
    for nobody in (make_guest(), Api()):
        assert nobody.call(method, f"orders/{number}{path}", body).status_code == 401
    assert Order.objects.get().status == "cash-pending"


def test_an_order_is_taken_back(shopper: Api, product: Product) -> None:
    number = buy(shopper, product)["number"]
    response = shopper.post(f"orders/{number}/cancellation")
    assert response.json()["status"] == "cancelled"
    assert response.json()["canBeCancelled"] is False
    product.refresh_from_db()
    assert product.stock == 5


def test_an_order_is_taken_back_once(shopper: Api, product: Product) -> None:
    number = buy(shopper, product)["number"]
    shopper.post(f"orders/{number}/cancellation")
    assert shopper.post(f"orders/{number}/cancellation").status_code == 409


def test_what_was_bought_is_put_into_the_cart_again(
    shopper: Api, product: Product
) -> None:
    number = buy(shopper, product)["number"]
    answer = shopper.post(f"orders/{number}/reorder").json()
    assert answer["problems"] == []
    assert answer["cart"]["lines"][0]["product"]["sku"] == "tee"


def test_what_is_gone_is_said_by_name(shopper: Api, product: Product) -> None:
    number = buy(shopper, product)["number"]
    Product.objects.update(stock=0)
    answer = shopper.post(f"orders/{number}/reorder").json()
    assert answer["problems"] == ["Tee is sold out."]


def test_a_guest_buys_again_with_both_proofs(guest: Api, product: Product) -> None:
    made = buy(guest, product)
    path = f"orders/{made['number']}/reorder"
    assert with_key(made).post(path).status_code == 401
    assert with_key(made, **guest.headers).post(path).status_code == 200


@pytest.mark.parametrize("number", [1, 5])
def test_a_list_takes_as_many_queries_however_long_it_is(
    django_assert_num_queries: Any, number: int, db: None
) -> None:
    user = make_user()
    for product in make_products(number):
        make_order(product, user=user)
    api = make_shopper(user)
    # The session and its user, how many, the orders, their lines and products.
    with django_assert_num_queries(5):
        assert len(api.get("orders").json()["results"]) == number


@pytest.mark.parametrize("query", [{"pageSize": "101"}, {"page": "0"}, {"page": "x"}])
def test_pages_are_bounded(shopper: Api, query: dict[str, str]) -> None:
    assert shopper.get("orders", query).status_code == 400


@pytest.mark.parametrize("number", ["NOTHING", "x" * 300, "%00"])
def test_an_order_that_is_not_there_is_not_found(shopper: Api, number: str) -> None:
    assert shopper.get(f"orders/{number}").status_code == 404
