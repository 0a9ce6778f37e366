from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache

from shop.catalog.models import SearchCount, Variant
from tests.shop.api.calls import Api
from tests.shop.factories import make_category, make_product, make_products


def names(response: Any) -> list[str]:
    return [product["name"] for product in response.json()["results"]]


def test_categories_come_with_those_below_them(anybody: Api) -> None:
    shoes = make_category("Shoes")
    make_category("Boots", parent=shoes)
    (found,) = anybody.get("categories").json()
    assert found["name"] == "Shoes"
    assert [child["name"] for child in found["children"]] == ["Boots"]


def test_a_list_shows_what_is_published_newest_first(anybody: Api) -> None:
    make_product("Old")
    make_product("New")
    make_product("Hidden", is_published=False)
    assert names(anybody.get("products")) == ["New", "Old"]


def test_a_product_of_a_list_has_its_price_as_a_string(anybody: Api) -> None:
    make_product("Tee", sku="tee", price=Decimal("12.50"), stock=0, sizes=["S", "M"])
    (product,) = anybody.get("products").json()["results"]
    assert product["price"] == "12.50"
    assert product["currency"] == "EUR"
    assert product["inStock"] is False
    assert product["url"] == "http://testserver/p/tee/tee/"


def test_a_list_is_filtered_by_the_category_and_those_below_it(anybody: Api) -> None:
    shoes = make_category("Shoes")
    make_product("Boot", category=make_category(parent=shoes))
    make_product("Tee")
    assert names(anybody.get("products", {"category": shoes.slug})) == ["Boot"]


def test_a_list_is_filtered_by_price_brand_and_stock(anybody: Api) -> None:
    make_product("Cheap", price=Decimal(5), brand="Finch")
    make_product("Fits", price=Decimal(15), brand="Finch")
    make_product("Sold out", price=Decimal(15), brand="Finch", stock=0)
    make_product("Other", price=Decimal(15), brand="Alder")
    make_product("Else", price=Decimal(15), brand="Robin")
    query = {
        "minPrice": "10.00",
        "maxPrice": "20",
        "brand": ["Finch", "Alder"],
        "available": "true",
        "sort": "name",
    }
    assert names(anybody.get("products", query)) == ["Fits", "Other"]


def test_facets_count_the_whole_list(anybody: Api) -> None:
    make_products(3, brand="Finch", price=Decimal(5))
    make_product(brand="Alder", price=Decimal(9))
    facets = anybody.get("products", {"pageSize": 1}).json()["facets"]
    assert facets["brands"][0] == {"name": "Finch", "count": 3}
    assert (facets["minPrice"], facets["maxPrice"]) == ("5.00", "9.00")


def test_the_last_page_says_that_none_follows(anybody: Api) -> None:
    make_products(3)
    first = anybody.get("products", {"pageSize": 2}).json()
    last = anybody.get("products", {"pageSize": 2, "page": first["next"]}).json()
    assert (first["count"], len(first["results"]), first["next"]) == (3, 2, 2)
    assert (len(last["results"]), last["next"]) == (1, None)


def test_a_page_that_is_not_there_is_empty(anybody: Api) -> None:
    make_product()
    assert anybody.get("products", {"page": 9}).json()["results"] == []


@pytest.mark.parametrize(
    "query",
    [
        {"pageSize": 101},
        {"pageSize": 0},
        {"pageSize": "all"},
        {"page": -1},
        {"page": 0},
        {"page": "1.5"},
        {"page": "١"},
        {"page": 10_001},
        {"page": "9" * 40},
        {"sort": "sold; drop table"},
        {"sort": "for-you"},
        {"minPrice": "NaN"},
        {"minPrice": "1e9"},
        {"maxPrice": "12,50"},
        {"minPrice": "-1"},
        {"available": "perhaps"},
        {"brand": "Nobody"},
        {"rating": 5},
        {"rating": "many"},
        {"category": "a b"},
    ],
    ids=str,
)
def test_a_choice_that_makes_no_sense_is_refused_by_name(
    anybody: Api, query: dict[str, Any]
) -> None:
    response = anybody.get("products", query)
    assert response.status_code == 400
    (field,) = query
    assert list(response.json()["errors"]) == [field]


def test_an_unknown_category_is_not_found(anybody: Api) -> None:
    assert anybody.get("products", {"category": "nowhere"}).status_code == 404


def test_a_product_has_its_sizes_and_where_it_belongs(anybody: Api) -> None:
    category = make_category("Boots", parent=make_category("Shoes"))
    product = make_product(sku="boot", category=category, sizes=["40", "41"])
    Variant.objects.create(product=product, size="40", stock=2)
    Variant.objects.create(product=product, size="41", stock=0)
    found = anybody.get("products/boot").json()
    assert found["sizeChoices"] == [
        {"size": "40", "inStock": True},
        {"size": "41", "inStock": False},
    ]
    assert [each["name"] for each in found["breadcrumbs"]] == ["Shoes", "Boots"]


@pytest.mark.parametrize("sku", ["nothing", "%00", "a b", "..", "x" * 300])
def test_what_is_not_sold_is_not_found(anybody: Api, sku: str) -> None:
    response = anybody.get(f"products/{sku}")
    assert response.status_code == 404
    assert response.json()["success"] is False


def test_a_hidden_product_is_not_found(anybody: Api) -> None:
    hidden = make_product(is_published=False)
    assert anybody.get(f"products/{hidden.sku}").status_code == 404


@pytest.mark.parametrize("number", [1, 20])
def test_a_list_takes_as_many_queries_however_long_it_is(
    anybody: Api, django_assert_num_queries: Any, number: int
) -> None:
    make_products(number)
    # Facets and categories are remembered.
    anybody.get("products", {"page": 2})
    with django_assert_num_queries(2):
        assert len(anybody.get("products").json()["results"]) == number


def test_a_product_takes_three_queries(
    anybody: Api, django_assert_num_queries: Any
) -> None:
    product = make_product(sizes=["S", "M"])
    with django_assert_num_queries(3):
        anybody.get(f"products/{product.sku}")


def test_a_search_finds_every_word(anybody: Api) -> None:
    make_product("Green linen tee")
    make_product("Green boot")
    assert names(anybody.get("search", {"q": "green tee"})) == ["Green linen tee"]


def test_a_search_that_finds_nothing_proposes_another_spelling(anybody: Api) -> None:
    make_product("Linen tee")
    cache.clear()
    found = anybody.get("search", {"q": "linnen"}).json()
    assert (found["count"], found["spelling"]) == (0, "linen")


def test_a_search_is_filtered_as_a_list_is(anybody: Api) -> None:
    shoes = make_category("Shoes")
    make_product("Green boot", category=shoes, price=Decimal(90))
    make_product("Green sandal", category=shoes)
    make_product("Green tee")
    query = {"q": "green", "category": shoes.slug, "maxPrice": "50"}
    assert names(anybody.get("search", query)) == ["Green sandal"]


def test_the_first_page_of_a_search_is_counted(anybody: Api) -> None:
    make_product("Green tee")
    for page in (1, 2):
        anybody.get("search", {"q": "green", "page": page})
    assert SearchCount.objects.get().times == 1


def test_what_is_being_typed_is_completed(anybody: Api) -> None:
    make_category("Linens")
    make_product("Linen tee")
    cache.clear()
    found = anybody.get("suggestions", {"q": "lin"}).json()
    assert [each["name"] for each in found["categories"]] == ["Linens"]
    assert [each["name"] for each in found["products"]] == ["Linen tee"]


def test_facets_count_what_the_other_choices_leave(anybody: Api) -> None:
    make_product(brand="Finch", rating=Decimal("4.5"))
    make_product(brand="Alder", stock=0)
    facets = anybody.get("products", {"brand": "Finch"}).json()["facets"]
    assert {"name": "Alder", "count": 1} in facets["brands"]
    assert facets["available"] == 1
    assert facets["ratings"][0] == {"rating": 4, "count": 1}


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "x" * 201}, {"q": "\0"}])
def test_a_search_needs_words(anybody: Api, query: dict[str, str]) -> None:
    assert anybody.get("search", query).status_code == 400
