"""What search engines and social networks are told about the pages."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from shop.catalog import sitemaps
from shop.catalog.models import Category, Product
from tests.shop.factories import make_category, make_product, make_products

pytestmark = pytest.mark.django_db

EVIL = "</script><script>alert('&')</script>"


@pytest.fixture(autouse=True)
def forget() -> None:
    cache.clear()


@pytest.fixture
def category() -> Category:
    return make_category("Boots", parent=make_category("Shoes"))


def get_data(client: Client, address: str) -> dict[str, dict[str, Any]]:
    """Read the data blocks of a page as a search engine does: by their type."""
    html = client.get(address).content.decode()
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    things = [thing for block in blocks for thing in json.loads(block)["@graph"]]
    return {thing["@type"]: thing for thing in things}


def get_head(client: Client, address: str) -> str:
    return client.get(address).content.decode().split("</head>")[0]


def get_canonical(client: Client, address: str) -> str:
    return re.findall('rel="canonical" href="(.*?)"', get_head(client, address))[0]


def get_addresses(client: Client, file: str) -> list[str]:
    return re.findall("<loc>(.*?)</loc>", client.get(file).content.decode())


def test_a_product_is_described_with_its_offer(
    client: Client, category: Category
) -> None:
    product = make_product(
        "Hiking boot", price=Decimal("149.90"), brand="Norrvik", category=category
    )

    data = get_data(client, product.get_absolute_url())["Product"]

    assert (data["name"], data["sku"]) == ("Hiking boot", product.sku)
    assert data["brand"] == {"@type": "Brand", "name": "Norrvik"}
    assert data["offers"]["price"] == "149.90"
    assert data["offers"]["priceCurrency"] == "EUR"
    assert data["offers"]["availability"] == "https://schema.org/InStock"
    assert data["offers"]["url"] == f"http://testserver{product.get_absolute_url()}"


def test_a_price_is_a_number_in_any_language(client: Client) -> None:
    product = make_product(price=Decimal("1149.90"))
    client.cookies["django_language"] = "de"

    data = get_data(client, product.get_absolute_url())["Product"]

    assert data["offers"]["price"] == "1149.90"


def test_what_is_sold_out_is_offered_as_such(client: Client) -> None:
    product = make_product(stock=0)

    data = get_data(client, product.get_absolute_url())["Product"]

    assert data["offers"]["availability"] == "https://schema.org/OutOfStock"


def test_only_a_rated_product_has_a_rating(client: Client) -> None:
    rated = make_product(rating=Decimal("4.25"), num_reviews=8)
    others = make_product()

    rating = get_data(client, rated.get_absolute_url())["Product"]["aggregateRating"]

    assert (rating["ratingValue"], rating["reviewCount"]) == ("4.25", 8)
    data = get_data(client, others.get_absolute_url())["Product"]
    assert "aggregateRating" not in data


def test_a_name_cannot_end_the_data_block(client: Client) -> None:
    product = make_product(EVIL, description=EVIL)

    html = client.get(product.get_absolute_url()).content.decode()

    assert EVIL not in html
    assert get_data(client, product.get_absolute_url())["Product"]["name"] == EVIL


def test_the_way_to_a_product_is_described(client: Client, category: Category) -> None:
    product = make_product("Hiking boot", category=category)

    way = get_data(client, product.get_absolute_url())["BreadcrumbList"]

    names = [step["name"] for step in way["itemListElement"]]
    assert names == ["Home", "Shoes", "Boots", "Hiking boot"]
    assert [step["position"] for step in way["itemListElement"]] == [1, 2, 3, 4]


def test_the_way_to_a_category_is_described(client: Client, category: Category) -> None:
    way = get_data(client, category.get_absolute_url())["BreadcrumbList"]

    last = way["itemListElement"][-1]["item"]
    assert last == f"http://testserver{category.get_absolute_url()}"


def test_the_home_page_describes_the_shop_and_its_search(client: Client) -> None:
    data = get_data(client, "/")

    assert data["Organization"]["name"] == "Alder & Finch"
    target = data["WebSite"]["potentialAction"]["target"]["urlTemplate"]
    assert target == "http://testserver/search/?q={search_term_string}"


def test_filters_and_orders_have_the_address_of_the_whole_list(
    client: Client, category: Category
) -> None:
    address = category.get_absolute_url()

    canonical = get_canonical(client, f"{address}?sort=price&max_price=5&page=2")

    assert canonical == f"http://testserver{address}"


def test_a_further_page_has_an_address_of_its_own(
    client: Client, category: Category
) -> None:
    make_products(40, category=category)
    address = category.get_absolute_url()

    assert get_canonical(client, f"{address}?page=1") == f"http://testserver{address}"
    assert get_canonical(client, f"{address}?page=2").endswith(f"{address}?page=2")


@pytest.mark.parametrize("name", ["search", "cart", "account_login", "account_signup"])
def test_what_is_personal_is_not_to_be_found(client: Client, name: str) -> None:
    head = get_head(client, reverse(name))

    assert '<meta name="robots" content="noindex">' in head
    assert "canonical" not in head


def test_a_page_that_is_not_there_is_not_to_be_found(client: Client) -> None:
    assert 'content="noindex"' in get_head(client, "/no/such/page/")


@pytest.mark.parametrize(
    "name", ["og:title", "og:description", "og:image", "og:url", "og:type"]
)
def test_every_public_page_has_a_social_card(
    client: Client, category: Category, name: str
) -> None:
    product = make_product(category=category)
    addresses = ["/", category.get_absolute_url(), product.get_absolute_url()]

    heads = [get_head(client, address) for address in addresses]

    assert [head.count(f'property="{name}" content="') for head in heads] == [1, 1, 1]
    assert [head.count("noindex") for head in heads] == [0, 0, 0]


def test_robots_are_led_to_the_sitemap_and_kept_from_filters(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"].startswith("text/plain")
    assert "Sitemap: http://testserver/sitemap.xml" in response.content.decode()
    assert "Disallow: /*?\n" in response.content.decode()


def test_the_sitemap_lists_what_can_be_bought(
    client: Client, category: Category
) -> None:
    product = make_product(category=category)
    hidden = make_product(category=category, is_published=False)

    addresses = get_addresses(client, "/sitemap-products.xml")

    assert addresses == [f"http://testserver{product.get_absolute_url()}"]
    assert hidden.get_absolute_url() not in addresses[0]


def test_the_sitemap_lists_home_and_categories(
    client: Client, category: Category
) -> None:
    assert get_addresses(client, "/sitemap-home.xml") == ["http://testserver/"]
    categories = get_addresses(client, "/sitemap-categories.xml")
    assert f"http://testserver{category.get_absolute_url()}" in categories


def test_many_products_are_in_several_files(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps.ProductSitemap, "limit", 2)
    make_products(5)

    files = get_addresses(client, "/sitemap.xml")

    products = [file for file in files if "sitemap-products" in file]
    assert [file.partition("?")[2] for file in products] == ["", "p=2", "p=3"]
    assert len(get_addresses(client, "/sitemap-products.xml?p=3")) == 1


def test_the_index_of_the_sitemap_fetches_no_product(
    client: Client, django_assert_num_queries: Any
) -> None:
    make_products(3)
    newest = Product.objects.newest()[0]

    # Two counts, and when the newest product came.
    with django_assert_num_queries(3):
        index = client.get("/sitemap.xml").content.decode()

    assert newest.created_at.isoformat() in index
