"""Lists narrowed to a category or to prices: never wrong, and full all the same."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client

from personalize.backends import get_backends
from personalize.backends.base import Answer, Query, RecommendedItem
from personalize.backends.locmem import LocMemBackend
from personalize.engine.features import ANYTHING, ItemFilter
from personalize.enums import ReasonCode
from personalize.identity import Visitor
from personalize.recommendations import recommend
from shop.catalog.models import Product
from tests.personalize.factories import make_request
from tests.shop.factories import make_category, make_product, make_products

pytestmark = pytest.mark.django_db

CHEAP = ItemFilter(max_price=10)
POPULAR = {"BACKEND": "personalize.backends.popular.PopularBackend"}


class DeafBackend(LocMemBackend):
    """As Amazon does, it names what it likes, whatever the filter."""

    name = "deaf"

    def get_recommendations(self, query: Query) -> Answer:
        answer = super().get_recommendations(replace(query, where=ANYTHING))
        because = self.answers.get("because", [""])[0]
        return replace(
            answer,
            items=tuple(
                RecommendedItem(
                    item_id=item.item_id,
                    reason=ReasonCode.VIEWED_TOGETHER,
                    because_item_id=because,
                )
                for item in answer.items
            ),
        )


@pytest.fixture
def request_() -> HttpRequest:
    return make_request()


@pytest.fixture
def cheap() -> list[Product]:
    return make_products(5, price=10)


@pytest.fixture
def dear() -> list[Product]:
    return make_products(5, price=100)


@pytest.fixture
def deaf(settings: Any) -> LocMemBackend:
    entry = {"BACKEND": f"{__name__}.DeafBackend"}
    settings.PERSONALIZE = settings.PERSONALIZE | {"BACKENDS": [entry, POPULAR]}
    backend = get_backends()[0]
    assert isinstance(backend, LocMemBackend)
    return backend


def get_skus(products: list[Product]) -> list[str]:
    return [product.sku for product in products]


def test_what_does_not_pass_the_filter_is_never_shown(
    request_: HttpRequest,
    deaf: LocMemBackend,
    cheap: list[Product],
    dear: list[Product],
) -> None:
    deaf.answers["best-sellers"] = get_skus([*dear, *cheap])
    found = recommend(request_, "best-sellers", where=CHEAP, num_results=5)
    assert (list(found), found.backend) == (cheap, "deaf")


def test_the_price_is_that_of_now(
    request_: HttpRequest, deaf: LocMemBackend, cheap: list[Product]
) -> None:
    deaf.answers["best-sellers"] = get_skus(cheap)
    recommend(request_, "best-sellers", where=CHEAP, num_results=5)
    Product.objects.filter(pk=cheap[0].pk).update(price=11)
    again = recommend(make_request(), "best-sellers", where=CHEAP, num_results=5)
    assert list(again) == cheap[1:]


def test_the_next_backend_fills_a_narrowed_list(
    request_: HttpRequest,
    deaf: LocMemBackend,
    cheap: list[Product],
    dear: list[Product],
) -> None:
    deaf.answers["best-sellers"] = get_skus([*dear, cheap[0]])
    found = recommend(request_, "best-sellers", where=CHEAP, num_results=5)
    assert [entry.backend for entry in found.entries] == ["deaf", *["popular"] * 4]
    assert set(found) == set(cheap)


def test_a_narrowed_list_is_full_of_what_is_in_the_category(
    request_: HttpRequest, deaf: LocMemBackend, dear: list[Product]
) -> None:
    category = make_category(parent=make_category("Men"))
    shirts = make_products(3, category=category)
    men = ItemFilter(categories=frozenset({category.parent.slug}))
    assert set(recommend(request_, "best-sellers", where=men)) == set(shirts)


def test_a_reason_may_speak_of_what_does_not_pass(
    request_: HttpRequest,
    deaf: LocMemBackend,
    cheap: list[Product],
    dear: list[Product],
) -> None:
    deaf.answers["recommended-for-you"] = get_skus(cheap)
    deaf.answers["because"] = [dear[0].sku]
    found = recommend(request_, "recommended-for-you", where=CHEAP)
    assert found.entries[0].reason == f"Because you viewed {dear[0].name}"


def test_narrowed_and_whole_lists_are_cached_apart(
    deaf: LocMemBackend, cheap: list[Product], dear: list[Product]
) -> None:
    deaf.answers["best-sellers"] = get_skus([*dear, *cheap])
    shown = [
        list(recommend(make_request(), "best-sellers", where=where, num_results=5))
        for where in (ANYTHING, CHEAP, ANYTHING)
    ]
    assert shown == [dear, cheap, dear]


def test_a_filter_costs_no_query_more(
    request_: HttpRequest,
    deaf: LocMemBackend,
    cheap: list[Product],
    django_assert_num_queries: Any,
) -> None:
    deaf.answers["best-sellers"] = get_skus(cheap)
    with django_assert_num_queries(1):
        recommend(
            request_, "best-sellers", where=CHEAP, num_results=3, visitor=Visitor()
        )


@pytest.mark.parametrize(
    "path", ["recommendations?useCase=best-sellers&", "recommendations/SKU-x?"]
)
def test_the_api_narrows(cheap: list[Product], dear: list[Product], path: str) -> None:
    make_product(sku="SKU-x", price=1)
    url = f"/api/personalize/{path}minPrice=9.99&maxPrice=10.00&numResults=9"
    found = Client().get(url).json()["recommendations"]
    assert {item["productId"] for item in found} == set(get_skus(cheap))


def test_the_api_narrows_to_a_category_and_those_below_it() -> None:
    category = make_category(parent=make_category("Men"))
    [shirt, _] = make_product(category=category), make_product()
    url = f"/api/personalize/recommendations?category={category.parent.slug}"
    found = Client().get(url).json()["recommendations"]
    assert [item["productId"] for item in found] == [shirt.sku]


def test_an_unknown_category_holds_nothing(cheap: list[Product]) -> None:
    response = Client().get("/api/personalize/recommendations?category=unheard-of")
    assert (response.status_code, response.json()["recommendations"]) == (200, [])


def test_an_empty_field_of_a_form_narrows_nothing(cheap: list[Product]) -> None:
    query = "category=&minPrice=&maxPrice="
    response = Client().get(f"/api/personalize/recommendations?{query}")
    assert len(response.json()["recommendations"]) == len(cheap)
