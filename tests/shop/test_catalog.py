from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from shop.catalog.context_processors import navigation
from shop.catalog.filters import ProductFilter
from shop.catalog.listing import PAGE_SIZE, get_listing
from shop.catalog.models import Product
from shop.catalog.navigation import get_navigation
from shop.catalog.templatetags.shop import money
from tests.shop.factories import make_category, make_product, make_products

pytestmark = pytest.mark.django_db


def names(page: Any) -> list[str]:
    return [product.name for product in page]


def list_products(**parameters: Any) -> dict[str, Any]:
    request = RequestFactory().get("/", parameters)
    return get_listing(request, Product.objects.newest(), ProductFilter)


def test_home_shows_the_eight_newest_that_can_be_bought(client: Client) -> None:
    make_product("Sold out", stock=0)
    old = make_product("Old", created_at=timezone.now() - timedelta(days=1))
    products = make_products(8)
    shown = client.get(reverse("home")).context["new_arrivals"]
    assert shown == products[::-1]
    assert old not in shown


def test_a_department_shows_what_its_categories_hold(client: Client) -> None:
    department = make_category()
    child = make_category(parent=department)
    make_product("In child", category=child)
    make_product("In department", category=department)
    make_product("Elsewhere")
    page = client.get(department.get_absolute_url()).context["page"]
    assert sorted(names(page)) == ["In child", "In department"]


def test_unpublished_products_are_not_listed(client: Client) -> None:
    product = make_product(is_published=False)
    page = client.get(product.category.get_absolute_url()).context["page"]
    assert names(page) == []


def test_an_unknown_category_is_not_found(client: Client) -> None:
    assert client.get("/c/nothing-here/").status_code == 404


def test_a_list_comes_in_pages() -> None:
    make_products(PAGE_SIZE + 1, category=make_category())
    assert len(list_products()["page"]) == PAGE_SIZE
    assert len(list_products(page=2)["page"]) == 1


@pytest.mark.parametrize("page", ["0", "-1", "99", "abc", "9" * 5000, "\0", "1.5"])
def test_a_page_that_is_not_there_shows_another(page: str) -> None:
    make_product("Only")
    assert names(list_products(page=page)["page"]) == ["Only"]


def test_a_list_takes_as_many_queries_however_long(
    django_assert_num_queries: Any,
) -> None:
    make_products(30, category=make_category(), brand="Alder")
    get_navigation()
    with django_assert_num_queries(3):
        listing = list_products()
        assert [product.category.name for product in listing["page"]]


def test_several_brands_can_be_chosen() -> None:
    make_product("A", brand="Alder")
    make_product("B", brand="Finch")
    make_product("C", brand="Other")
    page = list_products(brand=["Alder", "Finch"])["page"]
    assert sorted(names(page)) == ["A", "B"]


def test_prices_are_bounded_from_both_sides() -> None:
    make_product("Cheap", price=Decimal(5))
    make_product("Right", price=Decimal(10))
    make_product("Dear", price=Decimal(15))
    assert names(list_products(min_price=6, max_price="14.99")["page"]) == ["Right"]


def test_sold_out_products_can_be_left_out() -> None:
    make_product("Sold out", stock=0)
    make_product("There")
    assert names(list_products(available="true")["page"]) == ["There"]
    assert len(list_products()["page"]) == 2


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("newest", ["C", "B", "A"]),
        ("price", ["B", "C", "A"]),
        ("-price", ["A", "C", "B"]),
        ("name", ["A", "B", "C"]),
        ("best-selling", ["B", "A", "C"]),
    ],
)
def test_lists_are_sorted_as_asked(sort: str, expected: list[str]) -> None:
    make_product("A", price=Decimal(3), sold=2)
    make_product("B", price=Decimal(1), sold=5)
    make_product("C", price=Decimal(2))
    listing = list_products(sort=sort)
    assert names(listing["page"]) == expected
    assert listing["sort"] == sort


@pytest.mark.parametrize(
    "choice",
    [
        {"min_price": "abc"},
        {"min_price": "-1"},
        {"max_price": "9" * 400},
        {"max_price": "1e400"},
        {"max_price": "NaN"},
        {"max_price": "\0"},
        {"brand": "\0"},
        {"brand": "Nobody"},
        {"category": "nowhere"},
        {"rating": "6"},
        {"sort": "sideways"},
    ],
)
def test_choices_that_make_no_sense_are_ignored_and_said_to_be(
    client: Client, choice: dict[str, str]
) -> None:
    product = make_product("Still here", brand="Alder")
    response = client.get(product.category.get_absolute_url(), choice)
    assert names(response.context["page"]) == ["Still here"]
    assert "ignored" in str(next(iter(response.context["messages"])))


def test_htmx_gets_the_results_alone(client: Client) -> None:
    product = make_product()
    address = product.category.get_absolute_url()
    response = client.get(address, headers={"HX-Request": "true"})
    assert "catalog/_results.html" in [each.name for each in response.templates]
    assert "base.html" not in [each.name for each in response.templates]
    assert "HX-Request" in response["Vary"]


def test_a_boosted_link_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Boosted": "true"}
    response = client.get(make_category().get_absolute_url(), headers=headers)
    assert "base.html" in [each.name for each in response.templates]


def test_a_product_has_a_page_with_the_way_to_it(client: Client) -> None:
    department = make_category()
    child = make_category(parent=department)
    product = make_product(category=child)
    context = client.get(product.get_absolute_url()).context
    assert context["product"] == product
    assert context["breadcrumbs"] == [department, child]


def test_a_product_under_an_old_name_leads_to_the_new_one(client: Client) -> None:
    product = make_product()
    response = client.get(reverse("product", args=[product.sku, "old-name"]))
    assert response.status_code == 301
    assert response["Location"] == product.get_absolute_url()


@pytest.mark.parametrize("path", ["/p/none/cup/", "/p/%00/cup/", "/p/a%2Fb/cup/"])
def test_a_product_that_is_none_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_unpublished_product_is_not_found(client: Client) -> None:
    product = make_product(is_published=False)
    assert client.get(product.get_absolute_url()).status_code == 404


def test_a_product_that_is_sold_out_keeps_its_page(client: Client) -> None:
    product = make_product(stock=0)
    response = client.get(product.get_absolute_url())
    assert response.status_code == 200
    assert not response.context["product"].is_available


def test_navigation_is_read_once_and_again_after_a_change(
    django_assert_num_queries: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        department = make_category("Shoes")
    get_navigation()
    with django_assert_num_queries(0):
        assert get_navigation() == [department]
    with django_capture_on_commit_callbacks(execute=True):
        department.delete()
    assert get_navigation() == []


def test_navigation_asks_nothing_where_it_is_not_shown(
    django_assert_num_queries: Any,
) -> None:
    cache.clear()
    with django_assert_num_queries(0):
        navigation(RequestFactory().get("/"))


def test_money_is_written_as_the_reader_is_used_to(settings: Any) -> None:
    settings.CURRENCY = "EUR"
    with override("de"):
        assert money(Decimal("1234.5")) == "1.234,50\xa0€"
    with override("en"):
        assert money(Decimal("1234.5")) == "€1,234.50"


def test_the_admin_lists_products_and_finds_them(admin_client: Client) -> None:
    product = make_product("Findable", sku="F-1")
    make_product("Other")
    address = reverse("admin:catalog_product_changelist")
    response = admin_client.get(address, {"q": "F-1"})
    assert list(response.context["cl"].result_list) == [product]


def test_the_admin_never_renames_an_article_number(admin_client: Client) -> None:
    address = reverse("admin:catalog_product_change", args=[make_product().pk])
    form = admin_client.get(address).context["adminform"].form
    assert "sku" not in form.fields


def test_the_admin_leaves_the_stock_to_those_who_bought_meanwhile(
    admin_client: Client,
) -> None:
    product = make_product("Cup", stock=10)
    address = reverse("admin:catalog_product_changelist")
    shown = admin_client.get(address).content.decode()
    rows = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "_save": "Save"}
    rows |= {"form-0-id": product.pk, "form-0-is_published": "on", "form-0-price": 12}
    rows |= {"form-0-stock": 10, "initial-form-0-stock": 10}
    Product.objects.update(stock=9)
    admin_client.post(address, rows)
    product.refresh_from_db()
    assert 'name="initial-form-0-stock"' in shown
    assert (product.price, product.stock) == (12, 9)


def test_a_product_shows_its_further_pictures(client: Client) -> None:
    product = make_product("Cup", picture="products/cup.webp")
    product.pictures.create(picture="products/from-above.webp", description="Above")
    product.pictures.create(picture="products/below.webp")
    page = client.get(product.get_absolute_url()).content.decode()
    assert page.count("from-above") >= 2
    assert 'alt="Above"' in page
    assert 'id="picture-2"' in page


def test_a_size_that_is_sold_out_cannot_be_chosen(client: Client) -> None:
    product = make_product("Shirt", sizes=["S", "M"])
    product.variants.create(size="S", stock=0)
    product.variants.create(size="M", stock=2)
    page = client.get(product.get_absolute_url()).content.decode()
    assert 'value="S" required disabled' in page
    assert 'value="M" required>' in page
