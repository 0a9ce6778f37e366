"""A wrong question is refused, and so is a guest that is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from personalize.models import Event, IdentityLink
from shop.catalog.models import Product
from tests.personalize.factories import post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_stored(db: None) -> Iterator[None]:
    yield
    assert not Event.objects.exists()
    assert not IdentityLink.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "numResults=0",
        "numResults=-1",
        "numResults=101",
        "numResults=1000000",
        "numResults=abc",
        "numResults=1.5",
        "numResults=%201",
        "numResults=%D9%A1",
        "numResults=%00",
        "useCase=dance",
        "useCase=similar-items",
        "useCase=%00",
        "userId=a%00",
        "userId=%FF",
        "userId=a%40b",
        "userId=null",
        "sessionId=a%20b",
        "category=%00",
        f"category={'x' * 201}",
        "minPrice=-1",
        "minPrice=12,50",
        "minPrice=cheap",
        "maxPrice=NaN",
        "maxPrice=1e9",
        "maxPrice=%D9%A1",
        "maxPrice=1000000000",
        "maxPrice=10%00",
    ],
)
def test_a_wrong_query_is_refused(query: str) -> None:
    response = Client().get(f"/api/personalize/recommendations?{query}")
    assert response.status_code == 400
    assert response.json()["errors"]


def test_prices_the_wrong_way_round_are_refused() -> None:
    url = "/api/personalize/recommendations?minPrice=20&maxPrice=10"
    errors = Client().get(url).json()["errors"]
    assert errors == {"minPrice": ["It is above maxPrice."]}


def test_related_products_have_use_cases_of_their_own(product: Product) -> None:
    url = f"/api/personalize/recommendations/{product.sku}?useCase=best-sellers"
    assert Client().get(url).status_code == 400


@pytest.mark.parametrize("product_id", ["unknown", "%00", "%FF", "a%0Ab", "x" * 500])
def test_related_products_of_an_unknown_product_are_not_found(product_id: str) -> None:
    response = Client().get(f"/api/personalize/recommendations/{product_id}")
    assert response.status_code == 404
    assert response.json()["success"] is False


@pytest.mark.parametrize("value", ["", "x", "g_x.y", "g_" + "A" * 22, "é" * 40])
def test_a_guest_header_that_we_did_not_sign_stores_nothing(
    product: Product, value: str
) -> None:
    body = {"productId": product.sku}
    response = post("track/view", body, **{"X-Guest-Id": value})
    assert response.status_code in (400, 403)
