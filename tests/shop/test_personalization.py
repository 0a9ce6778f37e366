from __future__ import annotations

from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from personalize.catalog import get_catalog
from personalize.enums import EventType
from personalize.models import Event
from tests.shop.factories import (
    PASSWORD,
    add_to_cart,
    make_category,
    make_checkout,
    make_product,
    make_user,
)

pytestmark = pytest.mark.django_db


def tracked(event_type: EventType) -> list[Event]:
    return list(Event.objects.filter(event_type=event_type).order_by("item_id"))


def test_opening_a_product_is_a_view(shopper: Client) -> None:
    product = make_product()
    shopper.get(product.get_absolute_url())
    assert [event.item_id for event in tracked(EventType.VIEW)] == [product.sku]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"HX-Request": "true"},
    ],
)
def test_a_page_nobody_looks_at_is_no_view(
    shopper: Client, headers: dict[str, str]
) -> None:
    shopper.get(make_product().get_absolute_url(), headers=headers)
    assert tracked(EventType.VIEW) == []


def test_asking_for_the_headers_alone_is_no_view(shopper: Client) -> None:
    shopper.head(make_product().get_absolute_url())
    assert tracked(EventType.VIEW) == []


def test_a_page_that_moved_is_no_view(shopper: Client) -> None:
    shopper.get(reverse("product", args=[make_product().sku, "old"]))
    assert tracked(EventType.VIEW) == []


def test_a_boosted_link_is_a_view(shopper: Client) -> None:
    headers = {"HX-Request": "true", "HX-Boosted": "true"}
    shopper.get(make_product().get_absolute_url(), headers=headers)
    assert len(tracked(EventType.VIEW)) == 1


def test_a_search_is_kept_with_its_words(shopper: Client) -> None:
    shopper.get(reverse("search"), {"q": " red  shoes "})
    [event] = tracked(EventType.SEARCH)
    assert event.properties == {"query": "red shoes"}


@pytest.mark.parametrize("parameters", [{"q": ""}, {"q": "shoes", "page": "2"}])
def test_looking_on_is_no_other_search(
    shopper: Client, parameters: dict[str, str]
) -> None:
    shopper.get(reverse("search"), parameters)
    assert tracked(EventType.SEARCH) == []


def test_an_order_is_a_purchase_of_each_line(shopper: Client) -> None:
    cup, pot = make_product(sku="A", price=5), make_product(sku="B", price=7)
    add_to_cart(shopper, cup, quantity=2, recommendation_id="rec-1")
    add_to_cart(shopper, pot)
    shopper.post(reverse("checkout"), make_checkout(17))
    first, second = tracked(EventType.PURCHASE)
    assert (first.item_id, first.event_value) == ("A", 10)
    assert (second.item_id, second.event_value) == ("B", 7)
    assert (first.recommendation_id, first.is_verified) == ("rec-1", True)


def test_an_order_sent_twice_is_purchased_once(shopper: Client) -> None:
    add_to_cart(shopper, make_product(price=5))
    form = make_checkout(5)
    shopper.post(reverse("checkout"), form)
    shopper.post(reverse("checkout"), form)
    assert len(tracked(EventType.PURCHASE)) == 1


def test_the_first_order_after_logging_in_joins_guest_and_account_once(
    shopper: Client,
) -> None:
    add_to_cart(shopper, make_product(price=5))
    user = make_user()
    credentials = {"login": user.email, "password": PASSWORD}
    shopper.post(reverse("account_login"), credentials)
    shopper.post(reverse("checkout"), make_checkout(5))
    shopper.get(make_product().get_absolute_url())
    [addition] = tracked(EventType.ADD_TO_CART)
    [purchase] = tracked(EventType.PURCHASE)
    [view] = tracked(EventType.VIEW)
    assert purchase.user_id == view.user_id != ""
    assert purchase.session_id == addition.session_id != view.session_id


def test_a_refused_order_is_no_purchase(shopper: Client) -> None:
    add_to_cart(shopper, make_product(price=5))
    shopper.post(reverse("checkout"), make_checkout(4))
    assert tracked(EventType.PURCHASE) == []


def test_purchases_are_stored_with_as_many_queries_however_many(
    shopper: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        add_to_cart(shopper, make_product(price=5))
    with django_assert_max_num_queries(42):
        shopper.post(reverse("checkout"), make_checkout(60))
    assert len(tracked(EventType.PURCHASE)) == 12


def test_only_what_can_be_bought_is_recommended() -> None:
    product = make_product()
    make_product(stock=0)
    make_product(is_published=False)
    assert list(get_catalog().get_queryset()) == [product]


def test_what_is_sold_out_can_still_be_viewed() -> None:
    product, hidden = make_product(stock=0), make_product(is_published=False)
    assert get_catalog().get_visible_ids([product.sku, hidden.sku]) == {product.sku}


def test_what_is_in_the_cart_is_not_recommended(shopper: Client) -> None:
    product = make_product()
    add_to_cart(shopper, product)
    request = shopper.get(reverse("cart")).wsgi_request
    assert get_catalog().get_excluded_ids(request) == {product.sku}


def test_products_are_described_to_apps(rf: RequestFactory) -> None:
    category = make_category("Cups")
    product = make_product("Cup", sku="C-1", price="2.50", category=category)
    answer = get_catalog().to_json(product, rf.get("/"))
    assert (answer["productId"], answer["price"]) == ("C-1", "2.50")
    assert (answer["category"], answer["inStock"]) == ("Cups", True)
    assert answer["url"] == f"http://testserver{product.get_absolute_url()}"
