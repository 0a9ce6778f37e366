from __future__ import annotations

from typing import Any

import pytest

from personalize.identity import get_user_id, guests
from personalize.models import Event, IdentityLink
from shop.cart.models import Cart
from shop.catalog.models import Product
from tests.personalize.factories import make_bearer
from tests.shop.api.calls import Api, make_guest, make_shopper
from tests.shop.factories import make_product, make_products, make_user


@pytest.fixture
def product(db: None) -> Product:
    return make_product("Tee", sku="tee")


def add(api: Api, product: Product, **fields: Any) -> Any:
    return api.post("cart/lines", {"sku": product.sku} | fields)


@pytest.mark.parametrize("make_api", [make_guest, make_shopper])
def test_what_was_added_is_in_the_cart(product: Product, make_api: Any) -> None:
    api = make_api()
    assert add(api, product, quantity=2).status_code == 201
    cart = api.get("cart").json()
    assert (cart["quantity"], cart["goods"], cart["currency"]) == (2, "20.00", "EUR")
    assert cart["lines"][0]["product"]["sku"] == "tee"


def test_each_guest_has_a_cart_of_its_own(product: Product) -> None:
    add(make_guest(), product)
    assert make_guest().get("cart").json()["lines"] == []


def test_a_cart_needs_somebody_to_belong_to(anybody: Api, product: Product) -> None:
    response = add(anybody, product)
    assert response.status_code == 401
    assert "X-Guest-Id" in response.json()["message"]


def test_a_guest_id_that_we_did_not_sign_is_refused(product: Product) -> None:
    forged = Api(**{"X-Guest-Id": f"{guests.mint()}.AAAAAAAAAAAAAAAA"})
    assert add(forged, product).status_code == 403


def test_a_guests_cart_becomes_the_accounts_at_the_first_call(
    guest: Api, product: Product
) -> None:
    user = make_user()
    add(guest, product)
    both = Api(**guest.headers, **make_bearer(user))
    assert both.get("cart").json()["quantity"] == 1
    assert make_shopper(user).get("cart").json()["quantity"] == 1
    assert Cart.objects.get().user == user


def test_the_price_is_the_shops(guest: Api, product: Product) -> None:
    add(guest, product, price="0.01", total="0.01")
    assert guest.get("cart").json()["goods"] == "10.00"


def test_a_line_is_changed_and_taken_out(guest: Api, product: Product) -> None:
    (line,) = add(guest, product).json()["lines"]
    changed = guest.put(f"cart/lines/{line['id']}", {"quantity": 3})
    assert changed.json()["quantity"] == 3
    assert guest.delete(f"cart/lines/{line['id']}").json()["lines"] == []


def test_zero_takes_the_line_out(guest: Api, product: Product) -> None:
    (line,) = add(guest, product).json()["lines"]
    answer = guest.put(f"cart/lines/{line['id']}", {"quantity": 0})
    assert answer.json()["lines"] == []


def test_a_cart_is_emptied(guest: Api, product: Product) -> None:
    add(guest, product)
    assert guest.delete("cart").json()["lines"] == []


@pytest.mark.parametrize("method", ["put", "delete"])
def test_anothers_line_is_not_found(guest: Api, product: Product, method: str) -> None:
    (line,) = add(guest, product).json()["lines"]
    for other in (make_guest(), make_shopper()):
        path = f"cart/lines/{line['id']}"
        assert other.call(method, path, {"quantity": 9}).status_code == 404


def test_more_than_there_is_conflicts(guest: Api, product: Product) -> None:
    response = add(guest, product, quantity=11)
    assert response.status_code == 409
    assert response.json()["message"] == "Only 10 of Tee are left."


def test_a_size_must_be_chosen(guest: Api) -> None:
    response = add(guest, make_product(sizes=["S", "M"]))
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["size"]


@pytest.mark.parametrize("sku", ["nothing", "hidden"])
def test_what_is_not_sold_cannot_be_added(guest: Api, sku: str) -> None:
    make_product(sku="hidden", is_published=False)
    assert guest.post("cart/lines", {"sku": sku}).status_code == 404


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", 0),
        ("quantity", -1),
        ("quantity", 100),
        ("quantity", 1.5),
        ("quantity", "2"),
        ("quantity", True),
        ("quantity", None),
        ("quantity", 10**30),
        ("sku", None),
        ("sku", 7),
        ("sku", ""),
        ("sku", "a b"),
        ("sku", "x" * 65),
        ("sku", []),
        ("size", 7),
        ("size", "x" * 21),
        ("recommendationId", "x" * 41),
        ("recommendationId", {}),
    ],
    ids=str,
)
def test_what_cannot_be_added_is_refused_by_name(
    guest: Api, product: Product, field: str, value: Any
) -> None:
    response = add(guest, product, **{field: value})
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [field]


@pytest.mark.parametrize("body", [[], "x", 7, None, [{"sku": "tee"}]])
def test_a_body_that_is_no_object_is_refused(guest: Api, body: Any) -> None:
    response = guest.call("post", "cart/lines", body)
    assert response.status_code == 400


def test_an_addition_is_tracked_for_the_guest(guest: Api, product: Product) -> None:
    add(guest, product, quantity=2, recommendationId="RID-1")
    event = Event.objects.get()
    assert event.session_id == guest.headers["X-Guest-Id"].partition(".")[0]
    assert (event.item_id, event.event_value) == ("tee", 20.0)
    assert event.recommendation_id == "RID-1"


def test_the_first_addition_with_both_joins_the_guest_to_the_account(
    guest: Api, product: Product
) -> None:
    user = make_user()
    add(Api(**guest.headers, **make_bearer(user)), product)
    event = Event.objects.get()
    assert event.user_id == get_user_id(user)
    assert event.session_id == IdentityLink.objects.get().guest_id


def test_what_is_in_a_guests_cart_is_not_recommended_to_it(
    guest: Api, product: Product
) -> None:
    other = make_product("Boot", sku="boot")
    add(guest, product)
    found = guest.get("/api/personalize/recommendations").json()["recommendations"]
    assert [each["productId"] for each in found] == [other.sku]


@pytest.mark.parametrize("number", [1, 9])
def test_a_cart_takes_as_many_queries_however_full_it_is(
    guest: Api, django_assert_num_queries: Any, number: int
) -> None:
    for product in make_products(number):
        add(guest, product)
    with django_assert_num_queries(1):
        assert len(guest.get("cart").json()["lines"]) == number
