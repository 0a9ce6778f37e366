from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shop.catalog import suggestions
from shop.catalog.models import SearchCount
from shop.catalog.searches import record_search
from shop.catalog.tasks import forget_old_searches
from tests.shop.factories import make_category, make_product

pytestmark = pytest.mark.django_db


def look_for(client: Client, query: str, **parameters: Any) -> None:
    client.get(reverse("search"), {"q": query} | parameters)


def test_searches_are_counted_by_the_day(shopper: Client) -> None:
    make_product("Cup")
    look_for(shopper, "Cup")
    look_for(shopper, " cup ")
    look_for(shopper, "zeppelin")
    counts = SearchCount.objects.values_list("query", "day", "times", "num_results")
    today = timezone.localdate()
    assert set(counts) == {("cup", today, 2, 1), ("zeppelin", today, 1, 0)}


@pytest.mark.parametrize(
    "parameters", [{"page": 2}, {"available": "true"}, {"min_price": "1"}]
)
def test_turning_pages_and_choosing_is_not_another_search(
    shopper: Client, parameters: dict[str, Any]
) -> None:
    look_for(shopper, "cup", **parameters)
    assert not SearchCount.objects.exists()


def test_a_piece_for_htmx_is_not_a_search(shopper: Client) -> None:
    shopper.get(reverse("search"), {"q": "cup"}, headers={"HX-Request": "true"})
    assert not SearchCount.objects.exists()


@pytest.mark.parametrize(
    "query", ["anna@example.com", "0171 234 5678", "4111-1111-1111-1111", "", "\t"]
)
def test_what_may_name_a_person_is_not_kept(query: str) -> None:
    record_search(query, 0)
    assert not SearchCount.objects.exists()


def test_a_long_query_is_cut() -> None:
    record_search("x" * 500, 0)
    assert SearchCount.objects.get().query == "x" * 100


def count(query: str, times: int, results: int = 1, *, days_ago: int = 0) -> None:
    SearchCount.objects.create(
        query=query,
        day=timezone.localdate() - timedelta(days=days_ago),
        times=times,
        num_results=results,
    )


def test_staff_see_what_is_wanted_most() -> None:
    count("cup", 2)
    count("cup", 3, days_ago=1)
    count("boot", 4)
    count("old", 99, days_ago=31)
    top = [(row["query"], row["times"]) for row in SearchCount.objects.top()]
    assert top == [("cup", 5), ("boot", 4)]


def test_staff_see_what_is_never_found() -> None:
    count("zeppelin", 2, 0)
    count("kettle", 9, 0, days_ago=1)
    count("kettle", 1, 5)
    lost = [row["query"] for row in SearchCount.objects.without_results()]
    assert lost == ["zeppelin"]


def test_old_counts_are_forgotten() -> None:
    count("old", 1, days_ago=400)
    count("new", 1)
    assert forget_old_searches() == 1
    assert SearchCount.objects.get().query == "new"


def suggest(client: Client, text: str) -> Any:
    return client.get(reverse("search-suggestions"), {"q": text})


def test_what_begins_alike_is_suggested(client: Client) -> None:
    make_category("Kettles")
    count("kettle red", 3)
    for sold in (1, 2):
        make_product(f"Copper kettle {sold}", sold=sold)
    make_product("Hidden kettle", is_published=False)
    found = suggest(client, " KETT").context["found"]
    assert found.queries == ["kettle red"]
    assert [category.name for category in found.categories] == ["Kettles"]
    names = [product.name for product in found.products]
    assert names == ["Copper kettle 2", "Copper kettle 1"]


def test_suggestions_lead_to_where_they_name(client: Client) -> None:
    count("kettle & cup", 3)
    product = make_product("Kettle")
    page = suggest(client, "kett").content.decode()
    assert f'href="{product.get_absolute_url()}"' in page
    assert f'href="{reverse("search")}?q=kettle%20%26%20cup"' in page
    assert "<html" not in page


def test_what_few_looked_for_or_nobody_found_is_not_shown_to_others(
    client: Client,
) -> None:
    count("kettle of anna", 2)
    count("kettle lost", 9, 0)
    assert not suggest(client, "kettle").context["found"]


@pytest.mark.parametrize("text", ["", "k", "\0", "%", "'", "\\", "x" * 999, "🎁🎁"])
def test_suggestions_survive_whatever_is_typed(client: Client, text: str) -> None:
    make_product("Kettle")
    response = suggest(client, text)
    assert response.status_code == 200
    assert not response.context["found"]


def test_suggestions_are_remembered_for_a_minute(
    client: Client, django_assert_num_queries: Any
) -> None:
    make_product("Kettle")
    suggest(client, "kett")
    with django_assert_num_queries(0):
        assert "Kettle" in suggest(client, "Kett ").content.decode()


def test_nobody_types_faster_than_anybody_can(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(suggestions.SuggestionThrottle, "rate", "1/min")
    assert suggest(client, "kett").status_code == 200
    assert suggest(client, "kettl").status_code == 429
