from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from shop.catalog import listed
from shop.catalog.facets import Choice, Facets, Row, count_facets
from shop.catalog.models import Category, Product
from shop.catalog.options import MOST_BRANDS
from shop.catalog.pages import ListPaginator
from tests.shop.factories import make_category, make_product, make_products

pytestmark = pytest.mark.django_db


def make_row(
    brand: str = "", category: int = 1, price: int = 1, stock: int = 1, rating: Any = 0
) -> Row:
    return Row(brand, category, Decimal(price), stock, Decimal(rating) or None)


ROWS = [
    make_row("Finch", 1, 30, 0, "4.5"),
    make_row("Finch", 2, 20, 5, "2.0"),
    make_row("Alder", 1, 10, 5),
    make_row("", 3, 40, 5, "5.0"),
]


def count(**chosen: Any) -> Facets:
    return count_facets(ROWS, Choice(**chosen), is_complete=True)


def test_without_a_choice_all_is_counted() -> None:
    facets = count()
    assert facets.brands == [("Finch", 2), ("Alder", 1)]
    assert facets.categories == [(1, 2), (2, 1), (3, 1)]
    assert facets.ratings == [(4, 2), (3, 2), (2, 3), (1, 3)]
    assert (facets.num_available, facets.min_price, facets.max_price) == (3, 10, 40)


def test_a_choice_leaves_its_own_facet_as_it_is() -> None:
    facets = count(brands=frozenset({"Finch"}))
    assert facets.brands == [("Finch", 2), ("Alder", 1)]
    assert facets.categories == [(1, 1), (2, 1)]
    assert (facets.num_available, facets.min_price, facets.max_price) == (1, 20, 30)


def test_choices_in_two_facets_narrow_each_other_and_the_others() -> None:
    facets = count(brands=frozenset({"Finch"}), max_price=Decimal(25))
    assert facets.brands == [("Alder", 1), ("Finch", 1)]
    assert (facets.min_price, facets.max_price) == (20, 30)
    assert facets.categories == [(2, 1)]


@pytest.mark.parametrize(
    ("chosen", "brands"),
    [
        ({"is_available": True}, [("Alder", 1), ("Finch", 1)]),
        ({"rating": 4}, [("Finch", 1)]),
        ({"category_ids": frozenset({1})}, [("Alder", 1), ("Finch", 1)]),
        ({"min_price": Decimal(15), "max_price": Decimal(30)}, [("Finch", 2)]),
        ({"rating": 5, "is_available": True, "max_price": Decimal(1)}, []),
    ],
)
def test_every_choice_narrows_the_brands(
    chosen: dict[str, Any], brands: list[tuple[str, int]]
) -> None:
    assert count(**chosen).brands == brands


def test_of_nothing_there_is_nothing_to_choose() -> None:
    facets = count_facets([], Choice(), is_complete=True)
    assert (facets.brands, facets.min_price, facets.num_available) == ([], None, 0)


@pytest.fixture
def department() -> Category:
    return make_category("Home")


def ask(client: Client, place: Category, **chosen: Any) -> Any:
    return client.get(place.get_absolute_url(), chosen).context


def test_a_list_shows_what_fits_the_choice(
    client: Client, department: Category
) -> None:
    cups, plates = (
        make_category(name, parent=department) for name in ("Cups", "Plates")
    )
    make_product("A", category=cups, brand="Alder", rating=Decimal("4.5"))
    make_product("B", category=cups, brand="Finch", rating=Decimal("2"))
    make_product("C", category=plates, brand="Alder", stock=0)
    context = ask(client, department, category=cups.slug, rating="4")
    assert [product.name for product in context["page"]] == ["A"]
    options = context["options"]
    assert [(each.label, each.number) for each in options.brands] == [("Alder", 1)]
    shown = [(each.label, each.number, each.is_chosen) for each in options.categories]
    assert shown == [("Cups", 1, True)]
    assert [each.number for each in options.ratings if each.is_chosen] == [1]


def test_what_is_chosen_stays_in_sight(client: Client, department: Category) -> None:
    make_product(category=department, brand="Alder", price=Decimal(5))
    make_product(category=department, brand="Finch", price=Decimal(50))
    options = ask(client, department, brand="Finch", max_price="9")["options"]
    shown = [(each.label, each.number, each.is_chosen) for each in options.brands]
    assert shown == [("Alder", 1, False), ("Finch", 0, True)]


def test_a_list_of_one_category_offers_none(
    client: Client, department: Category
) -> None:
    make_products(2, category=department)
    assert ask(client, department)["options"].categories == []


def test_only_the_brands_with_the_most_products_are_shown(
    client: Client, department: Category
) -> None:
    for number in range(MOST_BRANDS + 2):
        make_product(category=department, brand=f"Brand {number:02}")
    options = ask(client, department, brand=f"Brand {MOST_BRANDS + 1}")["options"]
    assert len(options.brands) == MOST_BRANDS + 1
    assert options.brands[-1].is_chosen


def test_htmx_gets_the_facets_with_the_results(
    client: Client, department: Category
) -> None:
    make_product(category=department, brand="Alder")
    address, headers = department.get_absolute_url(), {"HX-Request": "true"}
    page = client.get(address, headers=headers).content.decode()
    assert '<div id="facets" hx-swap-oob="innerHTML">' in page
    assert 'value="Alder"' in page


def test_facets_are_counted_once_a_minute(client: Client, department: Category) -> None:
    make_product(category=department, brand="Alder")
    ask(client, department)
    make_product(category=department, brand="Finch")
    context = ask(client, department, sort="price", page="1")
    assert context["facets"].brands == [("Alder", 1)]
    assert len(context["page"]) == 2
    assert len(ask(client, department, available="true")["facets"].brands) == 2
    cache.clear()
    assert len(ask(client, department)["facets"].brands) == 2


def test_of_a_long_list_a_part_is_counted(
    client: Client, department: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "MOST_COUNTED", 2)
    make_products(3, category=department, brand="Alder")
    late = make_product(category=department, brand="Finch")
    response = client.get(department.get_absolute_url(), {"brand": "Finch"})
    assert not response.context["facets"].is_complete
    assert list(response.context["page"]) == [late]
    assert "This list is long" in response.content.decode()


def test_no_brand_that_was_not_counted_breaks_a_long_list(
    client: Client, department: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listed, "MOST_COUNTED", 0)
    make_product(category=department)
    context = ask(client, department, brand=["\0", "Nobody"])
    assert len(context["page"]) in (0, 1)


def test_a_list_is_counted_no_further_than_it_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shop.catalog.pages.MOST_LISTED", 2)
    make_products(2)
    products = Product.objects.newest()
    assert not ListPaginator(products, 1).has_more
    make_product()
    paginator = ListPaginator(products, 1)
    assert (paginator.count, paginator.num_pages, paginator.has_more) == (2, 2, True)
