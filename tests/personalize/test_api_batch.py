from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse

from personalize.models import Event
from shop.catalog.models import Product
from tests.personalize.factories import (
    USER,
    post,
)
from tests.shop.factories import make_product

pytestmark = pytest.mark.django_db


def report(*events: dict[str, Any], **fields: Any) -> HttpResponse:
    return post("track", {"userId": USER, "events": list(events)} | fields)


def statuses(response: HttpResponse) -> list[str]:
    return [each["status"] for each in response.json()["results"]]


def test_a_batch_says_of_each_event_what_became_of_it(product: Product) -> None:
    response = report(
        {"eventType": "View", "productId": product.sku, "eventId": "a"},
        {"eventType": "View", "productId": product.sku, "eventId": "a"},
        {"eventType": "View", "productId": "unknown"},
        {"eventType": "Dance", "productId": product.sku},
        "rubbish",
        {"eventType": "Search", "query": "red shoes"},
    )
    assert response.status_code == 202
    assert response.json()["tracked"] == 2
    assert statuses(response) == [
        "accepted",
        "duplicate",
        "rejected",
        "rejected",
        "rejected",
        "accepted",
    ]


def test_a_rejected_event_says_why(product: Product) -> None:
    response = report({"eventType": "Dance", "productId": product.sku})
    assert response.json()["results"] == [
        {
            "eventId": None,
            "status": "rejected",
            "errors": {"eventType": ['"Dance" is not a valid choice.']},
        }
    ]


def test_a_batch_sent_again_is_all_duplicates(product: Product) -> None:
    event = {"eventType": "View", "productId": product.sku, "eventId": "a"}
    first, again = report(event), report(event)
    assert statuses(again) == ["duplicate"]
    ids = [each.json()["results"][0]["eventId"] for each in (first, again)]
    assert ids[0] == ids[1]


def test_a_batch_costs_the_same_queries_for_one_event_and_for_a_hundred(
    product: Product, django_assert_max_num_queries: Any
) -> None:
    event = {"eventType": "AddToCart", "productId": product.sku}
    with django_assert_max_num_queries(7):
        assert report(*[event] * 100).json()["tracked"] == 100


def test_a_search_is_kept_with_its_words() -> None:
    report({"eventType": "Search", "query": "red shoes"})
    event = Event.objects.get()
    assert event.properties == {"query": "red shoes"}
    assert event.item_id == ""


# Rankings


def test_a_ranking_has_the_same_ids(product: Product) -> None:
    other = make_product()
    ids = [product.sku, other.sku]
    response = post("rankings", {"userId": USER, "productIds": ids})
    assert response.status_code == 200
    assert sorted(response.json()["productIds"]) == sorted(ids)


def test_a_purchase_of_a_batch_is_not_verified(product: Product) -> None:
    report({"eventType": "Purchase", "productId": product.sku})
    assert not Event.objects.get().is_verified
