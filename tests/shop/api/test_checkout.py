from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from personalize.enums import EventType
from personalize.models import Event, IdentityLink
from shop.accounts.models import Address
from shop.catalog.models import Product
from shop.orders.models import Order
from tests.personalize.factories import make_bearer
from tests.shop.api.calls import (
    ADDRESS,
    Api,
    buy,
    fill_cart,
    make_guest,
    make_shopper,
    order,
)
from tests.shop.factories import make_product, make_user


@pytest.fixture
def product(db: None) -> Product:
    return make_product("Tee", sku="tee", stock=5)


def test_costs_come_to_the_total(guest: Api, product: Product) -> None:
    fill_cart(guest, product, 2)
    costs = guest.get("checkout/costs", {"country": "DE"}).json()
    parts = [float(costs[name]) for name in ("goods", "shipping", "tax")]
    assert costs["goods"] == "20.00"
    assert sum(parts) == float(costs["total"])


@pytest.mark.parametrize("query", [{}, {"country": ""}, {"country": "XX"}])
def test_costs_need_a_country(guest: Api, query: dict[str, str]) -> None:
    assert guest.get("checkout/costs", query).status_code == 400


@pytest.mark.parametrize("make_api", [make_guest, make_shopper])
def test_an_order_is_made_of_the_cart(product: Product, make_api: Any) -> None:
    api = make_api()
    response = order(api, fill_cart(api, product, 2))
    made = response.json()
    assert response.status_code == 201
    assert (made["status"], made["lines"][0]["quantity"]) == ("cash-pending", 2)
    assert made["address"]["countryName"] == "Germany"
    assert api.get("cart").json()["lines"] == []
    product.refresh_from_db()
    assert product.stock == 3


def test_an_order_sent_twice_is_placed_once(guest: Api, product: Product) -> None:
    total, key = fill_cart(guest, product), str(uuid4())
    first, again = [order(guest, total, key=key).json() for _ in range(2)]
    assert again["number"] == first["number"]
    assert Order.objects.count() == 1


def test_the_key_of_an_order_is_its_buyers(guest: Api, product: Product) -> None:
    key = str(uuid4())
    order(guest, fill_cart(guest, product), key=key)
    other = make_shopper()
    response = order(other, fill_cart(other, product), key=key)
    assert response.status_code == 409


@pytest.mark.parametrize("key", ["", "7", "not-a-uuid"])
def test_an_order_needs_a_key(guest: Api, product: Product, key: str) -> None:
    total = fill_cart(guest, product)
    body = {"email": "a@example.com", "address": ADDRESS, "paymentMethod": "cod"}
    response = guest.post("checkout", body | {"total": total}, Idempotency_Key=key)
    assert list(response.json()["errors"]) == ["Idempotency-Key"]
    assert not Order.objects.exists()


@pytest.mark.parametrize("total", ["0.01", "0.00", "9.99"])
def test_the_total_is_the_shops(guest: Api, product: Product, total: str) -> None:
    fill_cart(guest, product)
    response = order(guest, total)
    assert response.status_code == 409
    assert not Order.objects.exists()


def test_what_is_sold_out_meanwhile_is_not_ordered(
    guest: Api, product: Product
) -> None:
    total = fill_cart(guest, product)
    Product.objects.update(stock=0)
    response = order(guest, total)
    assert response.status_code == 409
    assert "sold out" in response.json()["message"]


def test_nothing_is_ordered_of_an_empty_cart(guest: Api) -> None:
    assert order(guest, "0.00").status_code == 409


def test_a_way_to_pay_that_is_not_offered_is_refused(
    guest: Api, product: Product
) -> None:
    response = order(guest, fill_cart(guest, product), paymentMethod="gold")
    assert response.status_code == 409


def test_an_order_goes_to_an_address_of_the_account(
    shopper: Api, product: Product
) -> None:
    saved = shopper.post("me/addresses", ADDRESS | {"city": "Bonn"}).json()
    fields = {"address": None, "addressId": saved["id"]}
    total = fill_cart(shopper, product)
    body = {"email": "a@example.com", "paymentMethod": "cod", "total": total}
    response = shopper.post(
        "checkout",
        body | {"addressId": fields["addressId"]},
        Idempotency_Key=str(uuid4()),
    )
    assert response.json()["address"]["city"] == "Bonn"


@pytest.mark.parametrize("make_api", [make_guest, make_shopper])
def test_no_order_goes_to_an_address_of_another(
    shopper: Api, product: Product, make_api: Any
) -> None:
    saved, api = shopper.post("me/addresses", ADDRESS).json(), make_api()
    body = {"email": "a@example.com", "paymentMethod": "cod", "addressId": saved["id"]}
    total = fill_cart(api, product)
    response = api.post(
        "checkout", body | {"total": total}, Idempotency_Key=str(uuid4())
    )
    assert response.status_code == 404


def test_the_address_is_kept_for_the_next_time(shopper: Api, product: Product) -> None:
    buy(shopper, product, keepAddress=True)
    assert Address.objects.get().city == "Berlin"


def test_a_guest_has_nowhere_to_keep_an_address(guest: Api, product: Product) -> None:
    buy(guest, product, keepAddress=True)
    assert not Address.objects.exists()


def test_the_purchase_is_the_guests(guest: Api, product: Product) -> None:
    buy(guest, product)
    event = Event.objects.get(event_type=EventType.PURCHASE)
    assert event.session_id == guest.headers["X-Guest-Id"].partition(".")[0]
    assert event.item_id == "tee"


def test_a_refused_order_joins_nobody(guest: Api, product: Product) -> None:
    both = Api(**guest.headers, **make_bearer(make_user()))
    assert order(both, "1.00").status_code == 409
    assert not IdentityLink.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "no address"),
        ("email", None),
        ("email", 7),
        ("address", None),
        ("address", {}),
        ("address", ADDRESS | {"country": "XX"}),
        ("address", ADDRESS | {"city": ""}),
        ("address", [ADDRESS]),
        ("addressId", 1),
        ("paymentMethod", ""),
        ("paymentMethod", []),
        ("total", "NaN"),
        ("total", "-1"),
        ("total", None),
        ("total", "1" * 20),
        ("total", "1.001"),
        ("keepAddress", "yes"),
    ],
    ids=str,
)
def test_an_order_that_makes_no_sense_is_refused(
    guest: Api, product: Product, field: str, value: Any
) -> None:
    response = order(guest, fill_cart(guest, product), **{field: value})
    assert response.status_code == 400
    assert response.json()["errors"]
    assert not Order.objects.exists()
