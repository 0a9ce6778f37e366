from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.urls import reverse

from shop.catalog import search as searching
from shop.catalog.models import Product, SynonymGroup
from shop.catalog.search import search
from shop.catalog.synonyms import expand
from tests.shop.factories import make_category, make_product

pytestmark = pytest.mark.django_db

SYNONYMS = dict.fromkeys(["sofa", "couch", "chaise longue"], ["sofa", "chaise longue"])
postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="the words are PostgreSQL's own affair"
)


def names(page: Any) -> list[str]:
    return [product.name for product in page]


def find(query: str) -> list[str]:
    return names(search(Product.objects.all(), query))


@pytest.mark.parametrize("query", ["boot", "ALDER", "footwear", "waterproof", "boo"])
def test_search_looks_everywhere(query: str) -> None:
    make_product(
        "Winter boots",
        brand="Alder",
        category=make_category("Footwear"),
        description="Waterproof and warm",
    )
    make_product("Cup", brand="Finch")
    assert find(query) == ["Winter boots"]


def test_search_wants_every_word() -> None:
    make_product("Red shoe")
    make_product("Blue shoe")
    assert find("shoe red") == ["Red shoe"]


def test_a_match_in_the_name_comes_first() -> None:
    make_product("Kettle")
    make_product("Cup", description="Goes with any kettle")
    assert find("kettle") == ["Kettle", "Cup"]


@pytest.mark.parametrize(
    "query",
    ["'", "!&|", "a' & !b", "\\", "%", "_", ":*", "²", "\ud800", "🎁", "x" * 999],
)
def test_search_survives_whatever_is_typed(client: Client, query: str) -> None:
    make_product("Cup")
    response = client.get(reverse("search"), {"q": query.encode(errors="replace")})
    assert response.status_code == 200
    assert names(response.context["page"]) == []


def test_search_ignores_nul_characters(client: Client) -> None:
    make_product("Cup")
    response = client.get(reverse("search"), {"q": "cu\0"})
    assert response.context["query"] == "cu"
    assert names(response.context["page"]) == ["Cup"]


def test_found_products_have_facets_filters_and_sorts(client: Client) -> None:
    make_product("Cup small", brand="Alder", price=Decimal(1))
    make_product("Cup large", brand="Alder", price=Decimal(2))
    make_product("Cup", brand="Finch", price=Decimal(3))
    parameters = {"q": "cup", "brand": "Alder", "sort": "-price"}
    context = client.get(reverse("search"), parameters).context
    assert names(context["page"]) == ["Cup large", "Cup small"]
    assert context["facets"].brands == [("Alder", 2), ("Finch", 1)]


def test_an_empty_search_lists_nothing_but_says_how(client: Client) -> None:
    make_product()
    response = client.get(reverse("search"), {"q": " "})
    assert names(response.context["page"]) == []
    assert "What are you looking for?" in response.content.decode()


def test_an_article_is_found_by_its_department() -> None:
    department = make_category("Furniture")
    make_product("Chair", category=make_category("Seats", parent=department))
    assert find("furniture") == ["Chair"]
    assert find("seat chair") == ["Chair"]


def test_a_category_is_looked_for_by_the_name_it_has_now() -> None:
    department = make_category("Furniture")
    category = make_category("Seats", parent=department)
    product = make_product("Chair", category=category)
    category.name, department.name = "Benches", "Garden"
    category.save()
    department.save()
    assert find("seats") == find("furniture") == []
    assert find("bench garden") == ["Chair"]
    product.category = make_category("Tables")
    product.save()
    assert find("table") == ["Chair"]


def test_of_equals_the_best_selling_comes_first() -> None:
    make_product("Blue cup", sold=1)
    make_product("Grey cup", sold=3)
    make_product("Pink cup", sold=2)
    assert find("cup") == ["Grey cup", "Pink cup", "Blue cup"]


def test_of_many_the_likeliest_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "MOST_FOUND", 2)
    for number in range(4):
        make_product(f"Plate {number}", description="Goes with a cup")
    make_product("Dish", description="Goes with a cup", sold=9)
    make_product("Cup")
    assert find("cup") == ["Cup", "Dish"]


@postgresql
def test_words_are_found_by_their_index() -> None:
    make_product("Cup")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM catalog_product "
            "WHERE words @@ to_tsquery('english', 'cup')"
        )
        plan = str(cursor.fetchall())
    assert "catalog_product_words" in plan


@postgresql
def test_what_changes_no_word_changes_no_words() -> None:
    make_product("Cup")
    Product.objects.update(stock=3)
    assert find("cup") == ["Cup"]
    Product.objects.update(name="Mug")
    assert (find("cup"), find("mug")) == ([], ["Mug"])


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("red sofa", [[("red",)], [("sofa",), ("chaise", "longue")]]),
        ("Sofas", [[("Sofas",), ("sofa",), ("chaise", "longue")]]),
        ("chaise longue", [[("chaise", "longue"), ("sofa",)]]),
        ("longue", [[("longue",)]]),
    ],
)
def test_a_query_is_widened_by_words_of_the_same_meaning(
    words: str, terms: list[Any]
) -> None:
    assert expand(words.split(), SYNONYMS) == terms


def test_whoever_looks_for_a_word_finds_its_synonyms(
    django_capture_on_commit_callbacks: Any,
) -> None:
    make_product("Velvet sofa")
    make_product("Red chaise longue")
    make_product("Red longue of a chaise")
    assert find("couch") == []
    with django_capture_on_commit_callbacks(execute=True):
        SynonymGroup.objects.create(words="couch, Sofa , chaise longue")
    assert "Velvet sofa" in find("couch")
    assert "Red chaise longue" in find("couch red")
    assert "Velvet sofa" in find("chaise longue")
    with django_capture_on_commit_callbacks(execute=True):
        SynonymGroup.objects.all().delete()
    assert find("couch") == []


def test_synonyms_may_hold_anything(django_capture_on_commit_callbacks: Any) -> None:
    make_product("Cup")
    with django_capture_on_commit_callbacks(execute=True):
        SynonymGroup.objects.create(words="mug, c'u\\p & !(, '), cup")
    assert find("mug") == ["Cup"]


@pytest.mark.parametrize("words", ["", "sofa", "sofa,", "sofa, Sofa", " , "])
def test_one_word_is_no_group(words: str) -> None:
    with pytest.raises(ValidationError):
        SynonymGroup(words=words).full_clean()


def test_nothing_found_offers_another_spelling_and_what_sells(client: Client) -> None:
    make_product("Copper kettle")
    response = client.get(reverse("search"), {"q": "coper ketle"})
    assert response.context["spelling"] == "copper kettle"
    page = response.content.decode()
    assert "Did you mean" in page
    assert f"{reverse('search')}?q=copper%20kettle" in page


@pytest.mark.parametrize("query", ["zzz", "kettle", "xx yy", "²"])
def test_no_spelling_is_offered_where_none_is_better(
    client: Client, query: str
) -> None:
    make_product("Copper kettle")
    response = client.get(reverse("search"), {"q": query})
    assert not response.context.get("spelling")


def test_choices_that_leave_nothing_are_not_misspelt(client: Client) -> None:
    make_product("Copper kettle", price=Decimal(5))
    response = client.get(reverse("search"), {"q": "kettle", "min_price": "9"})
    assert "Nothing fits these choices" in response.content.decode()


def test_a_search_that_fits_too_many_says_so(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shop.catalog.views.MOST_FOUND", 1)
    make_product("Copper kettle")
    page = client.get(reverse("search"), {"q": "kettle"}).content.decode()
    assert "Very many products fit" in page
