from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from personalize.events import make_event_id
from personalize.identity import Visitor, guests
from personalize.models import Event
from shop.catalog.models import Product
from tests.personalize.factories import (
    USER,
    make_event,
    post,
)
from tests.shop.factories import make_product, make_products

pytestmark = pytest.mark.django_db


def view(product: Product, **fields: Any) -> HttpResponse:
    return post("track/view", {"userId": USER, "productId": product.sku} | fields)


def buy(*products: Product, **fields: Any) -> HttpResponse:
    lines = [{"productId": product.sku, "quantity": 2} for product in products]
    return post("track/purchase", {"userId": USER, "items": lines} | fields)


# The guide's calls


def test_the_guides_view_is_stored_under_the_name_it_gives(product: Product) -> None:
    response = view(
        product, productData={"name": "Test Product", "category": "Men", "price": 100}
    )
    event = Event.objects.get()
    assert response.status_code == 202
    assert response.json() == {"success": True, "eventId": str(event.event_id)}
    assert (event.event_type, event.item_id) == ("View", product.sku)
    assert event.user_id == USER
    assert event.session_id.startswith("s_")
    assert event.properties == {}


def test_the_guides_cart_addition_has_the_shops_price(product: Product) -> None:
    body = {"userId": USER, "productId": product.sku, "quantity": 2}
    response = post("track/cart", body | {"productData": {"name": "x", "price": 1}})
    event = Event.objects.get()
    assert response.status_code == 202
    assert event.event_type == "AddToCart"
    assert event.event_value == 25.0


def test_the_guides_purchase_is_one_event_a_line(product: Product) -> None:
    other = make_product(price=Decimal("3.00"))
    response = buy(product, other)
    events = list(Event.objects.order_by("pk"))
    assert response.status_code == 202
    assert response.json() == {
        "success": True,
        "eventIds": [str(event.event_id) for event in events],
        "tracked": 2,
    }
    assert [event.event_value for event in events] == [25.0, 6.0]


def test_the_guides_recommendations_are_products(product: Product) -> None:
    response = Client().get(
        f"/api/personalize/recommendations?userId={USER}&numResults=10"
    )
    answer = response.json()
    assert response.status_code == 200
    assert set(answer) == {
        "success",
        "recommendations",
        "recommendationId",
        "isFallback",
        "backend",
        "fallbackReason",
    }
    assert [each["productId"] for each in answer["recommendations"]] == [product.sku]


def test_the_guides_related_products_leave_out_the_product(product: Product) -> None:
    other = make_product(category=product.category)
    response = Client().get(
        f"/api/personalize/recommendations/{product.sku}?numResults=6"
    )
    ids = [each["productId"] for each in response.json()["recommendations"]]
    assert response.status_code == 200
    assert ids == [other.sku]


@pytest.mark.parametrize("slash", ["", "/"])
def test_a_slash_at_the_end_is_accepted_and_not_required(
    product: Product, slash: str
) -> None:
    body = {"userId": USER, "productId": product.sku}
    assert post(f"track/view{slash}", body).status_code == 202
    url = f"/api/personalize/recommendations/{product.sku}{slash}"
    assert Client().get(url).status_code == 200


def test_ten_recommendations_and_six_related_products_unless_asked_otherwise() -> None:
    products = make_products(12, category=make_product().category)
    some = Client().get("/api/personalize/recommendations").json()
    related = Client().get(f"/api/personalize/recommendations/{products[0].sku}").json()
    assert len(some["recommendations"]) == 10
    assert len(related["recommendations"]) == 6


def test_a_use_case_can_be_chosen(product: Product) -> None:
    response = Client().get("/api/personalize/recommendations?useCase=best-sellers")
    assert response.status_code == 200


def test_sold_out_products_have_related_ones() -> None:
    product = make_product(stock=0)
    response = Client().get(f"/api/personalize/recommendations/{product.sku}")
    assert response.status_code == 200


def test_answers_stay_out_of_shared_caches(product: Product) -> None:
    response = Client().get("/api/personalize/recommendations")
    assert response["Cache-Control"] == "private, no-store"
    assert {"Cookie", "Authorization"} <= set(response["Vary"].split(", "))


def test_a_guest_is_shown_what_follows_from_the_guests_own_views() -> None:
    viewed = make_product()
    guest_id = guests.mint()
    make_event(guest_id, item_id=viewed.sku)
    response = Client().get(
        "/api/personalize/recommendations?useCase=recently-viewed",
        headers={"X-Guest-Id": guests.sign(guest_id)},
    )
    ids = [each["productId"] for each in response.json()["recommendations"]]
    assert ids == [viewed.sku]


# Events


def test_a_tracking_call_is_two_queries(
    product: Product, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        view(product)


def test_a_purchase_of_fifty_lines_costs_no_more_queries_than_one_of_two(
    django_assert_max_num_queries: Any,
) -> None:
    products = make_products(50)
    with django_assert_max_num_queries(7):
        assert buy(*products).json()["tracked"] == 50


def test_an_event_sent_twice_is_stored_once_and_answered_the_same(
    product: Product,
) -> None:
    first = view(product, eventId="tap-1")
    again = view(product, eventId="tap-1")
    event = Event.objects.get()
    assert first.content == again.content
    assert event.event_id == make_event_id(Visitor(user_id=USER), "tap-1")


def test_the_same_id_of_another_visitor_is_another_event(product: Product) -> None:
    view(product, eventId="tap-1")
    view(product, eventId="tap-1", userId="somebody-else")
    assert Event.objects.count() == 2


def test_an_id_given_to_a_purchase_is_that_of_all_its_lines(product: Product) -> None:
    other = make_product()
    first = buy(product, other, eventId="order-7")
    again = buy(product, other, eventId="order-7")
    assert first.content == again.content
    assert Event.objects.count() == 2


def test_a_purchase_without_an_id_counts_once_per_product_and_day(
    product: Product,
) -> None:
    buy(product)
    buy(product)
    assert Event.objects.count() == 1


def test_a_reported_purchase_is_not_verified(product: Product) -> None:
    buy(product)
    assert not Event.objects.get().is_verified


def test_a_reported_price_is_ignored(product: Product) -> None:
    line = {"productId": product.sku, "quantity": 1, "price": 0.01}
    post("track/purchase", {"userId": USER, "items": [line]})
    assert Event.objects.get().event_value == 12.5


@pytest.mark.parametrize(
    "write",
    [
        lambda moment: moment.timestamp(),
        lambda moment: int(moment.timestamp()),
        lambda moment: moment.isoformat(),
        lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S"),
    ],
)
def test_the_time_of_an_event_is_the_clients(product: Product, write: Any) -> None:
    moment = datetime.now(UTC) - timedelta(hours=3)
    assert view(product, timestamp=write(moment)).status_code == 202
    assert abs(Event.objects.get().timestamp - moment) < timedelta(seconds=1)


def test_an_older_event_gets_the_time_of_its_arrival_and_keeps_both(
    product: Product,
) -> None:
    moment = timezone.now() - timedelta(hours=49)
    view(product, timestamp=moment.isoformat())
    event = Event.objects.get()
    assert timezone.now() - event.timestamp < timedelta(minutes=1)
    assert event.properties == {"reportedAt": moment.isoformat()}


def test_a_clock_that_is_four_minutes_fast_is_forgiven(product: Product) -> None:
    moment = timezone.now() + timedelta(minutes=4)
    assert view(product, timestamp=moment.isoformat()).status_code == 202


def test_the_recommendation_that_led_to_an_event_is_kept(product: Product) -> None:
    view(product, recommendationId="RID-24-abc")
    assert Event.objects.get().recommendation_id == "RID-24-abc"


def test_a_session_that_the_client_names_is_kept(product: Product) -> None:
    view(product, sessionId="visit-7")
    assert Event.objects.get().session_id == "visit-7"
