"""A wrong field is refused by its name, and nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse

from personalize.identity import get_user_id
from personalize.models import Event, IdentityLink, UserIdentity
from shop.catalog.models import Product
from tests.personalize.factories import USER, make_bearer, make_user, post
from tests.shop.factories import make_product

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_stored(db: None) -> Iterator[None]:
    yield
    assert not Event.objects.exists()
    assert not IdentityLink.objects.exists()


def view(product: Product, **fields: Any) -> HttpResponse:
    return post("track/view", {"userId": USER, "productId": product.sku} | fields)


def add(product: Product, quantity: Any) -> HttpResponse:
    body = {"userId": USER, "productId": product.sku, "quantity": quantity}
    return post("track/cart", body)


def buy(items: Any) -> HttpResponse:
    return post("track/purchase", {"userId": USER, "items": items})


@pytest.mark.parametrize(
    "user_id",
    [
        "a@example.com",
        "a b",
        " a",
        "a\n",
        "é",
        "١٢",
        "\u202e",
        "a\u200b",
        "😀",
        "x" * 129,
        "null",
        "undefined",
        7.5e300,
        True,
        [],
        {},
    ],
    ids=ascii,
)
def test_a_user_id_of_no_form_is_refused(product: Product, user_id: Any) -> None:
    assert view(product, userId=user_id).status_code == 400


@pytest.mark.parametrize("user_id", [None, "", "me"])
def test_a_call_by_nobody_is_refused(product: Product, user_id: Any) -> None:
    response = view(product, userId=user_id)
    assert response.status_code == 400
    assert "userId" in response.json()["errors"]


@pytest.mark.parametrize("field", ["userId", "sessionId"])
@pytest.mark.parametrize("value", ["u_" + "A" * 22, "g_" + "A" * 22, "u_", "g_"])
def test_the_reserved_prefixes_need_a_proof(
    product: Product, field: str, value: str
) -> None:
    assert view(product, **{field: value}).status_code == 403


def test_another_accounts_id_is_refused_with_and_without_credentials(
    product: Product,
) -> None:
    victim = get_user_id(make_user())
    body = {"userId": victim, "productId": product.sku}
    assert post("track/view", body).status_code == 403
    assert post("track/view", body, **make_bearer(make_user())).status_code == 403


def test_refusing_an_account_makes_no_account(product: Product) -> None:
    view(product, userId="u_" + "A" * 22)
    assert not UserIdentity.objects.exists()


@pytest.mark.parametrize(
    "product_id", ["١٢", "1.0", "1" + "0" * 30, "nothing", "..", "-"], ids=ascii
)
def test_an_unknown_product_is_not_found_or_refused(product_id: str) -> None:
    response = post("track/view", {"userId": USER, "productId": product_id})
    assert response.status_code in (400, 404)


@pytest.mark.parametrize(
    "product_id", [1.5, True, None, [], {}, "", " ", "a b", "x" * 129, "a/b", "é"]
)
def test_a_product_id_of_no_form_is_refused(product_id: Any) -> None:
    response = post("track/view", {"userId": USER, "productId": product_id})
    assert response.status_code == 400
    assert "productId" in response.json()["errors"]


def test_a_hidden_product_is_not_found() -> None:
    hidden = make_product(is_published=False)
    assert view(hidden).status_code == 404


def test_one_unknown_product_stops_the_purchase(product: Product) -> None:
    response = buy([{"productId": product.sku}, {"productId": "unknown"}])
    assert response.status_code == 404


@pytest.mark.parametrize("event_id", ["", "a b", "x" * 129, True, 1.5, [], "é"])
def test_an_event_id_of_no_form_is_refused(product: Product, event_id: Any) -> None:
    assert view(product, eventId=event_id).status_code == 400


# Numbers and times


@pytest.mark.parametrize(
    "quantity",
    [0, -5, 100, 10**9, 10**30, 1.5, 1.0, True, "2", " 2 ", "١", None, [], {}],
    ids=ascii,
)
def test_a_quantity_is_a_whole_number_from_1_to_99(
    product: Product, quantity: Any
) -> None:
    assert add(product, quantity).status_code == 400
    line = {"productId": product.sku, "quantity": quantity}
    assert buy([line]).status_code == 400


@pytest.mark.parametrize(
    "timestamp",
    [
        4_000_000_000,
        1_795_000_000_000,
        10**30,
        -(10**30),
        True,
        "",
        "yesterday",
        "2026-13-45T00:00:00Z",
        "9999-12-31T23:59:59-23:59",
        [],
        {},
    ],
    ids=ascii,
)
def test_a_time_that_cannot_be_is_refused(product: Product, timestamp: Any) -> None:
    response = view(product, timestamp=timestamp)
    assert response.status_code == 400
    assert "timestamp" in response.json()["errors"]


@pytest.mark.parametrize(
    "items",
    [
        None,
        [],
        {},
        "x",
        [7],
        [[]],
        [None],
        [{}],
        [{"productId": "a"}] * 51,
        [{"productId": "a"}] * 300,
        [{"productId": "a", "price": "free"}],
    ],
    ids=lambda value: str(value)[:20],
)
def test_items_that_are_no_list_of_lines_are_refused(items: Any) -> None:
    response = buy(items)
    assert response.status_code == 400
    assert response.json()["errors"]


def test_ten_thousand_items_are_refused(product: Product) -> None:
    assert buy([{"productId": product.sku}] * 10_000).status_code == 413


def test_the_line_that_is_wrong_is_named(product: Product) -> None:
    response = buy([{"productId": product.sku}, {"productId": "a", "quantity": 0}])
    assert list(response.json()["errors"]) == ["items.1.quantity"]


@pytest.mark.parametrize("events", [None, [], {}, "x", [{}] * 101])
def test_a_batch_is_a_list_of_up_to_a_hundred(events: Any) -> None:
    assert post("track", {"userId": USER, "events": events}).status_code == 400


@pytest.mark.parametrize(
    "event",
    [
        7,
        None,
        [],
        {},
        {"eventType": "View"},
        {"eventType": "Search"},
        {"eventType": "Search", "query": "x" * 201},
        {"eventType": [], "productId": "x"},
        {"eventType": "View", "productId": {}},
    ],
)
def test_a_wrong_event_of_a_batch_is_rejected(event: Any) -> None:
    response = post("track", {"userId": USER, "events": [event]})
    (result,) = response.json()["results"]
    assert response.status_code == 202
    assert result["status"] == "rejected"
    assert result["errors"]


@pytest.mark.parametrize("ids", [None, [], "x", [None], [{}], ["a b"], ["a"] * 501])
def test_what_cannot_be_ranked_is_refused(ids: Any) -> None:
    assert post("rankings", {"userId": USER, "productIds": ids}).status_code == 400
