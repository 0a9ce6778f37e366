"""Categories and search results in the order of what the visitor is likely to want."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from personalize.backends import get_primary
from personalize.engine.model_store import ModelStore
from personalize.exceptions import BackendTimeout
from shop.catalog import listing, ranking
from shop.catalog.models import Category, Product
from tests.amazon import AmazonStandIn
from tests.personalize.amazon import RANKING_ARN, options_for
from tests.personalize.histories import learn
from tests.shop.factories import make_category, make_product

pytestmark = pytest.mark.django_db

BACKENDS = "personalize.backends"
POPULAR = {"BACKEND": f"{BACKENDS}.popular.PopularBackend"}
FOR_YOU = ("for-you", "For you")
Use = Callable[..., None]


@pytest.fixture
def category() -> Category:
    return make_category()


@pytest.fixture
def products(category: Category) -> list[Product]:
    """Named like their article numbers; the newest, E, comes first."""
    return [
        make_product(name, sku=name, category=category, price=price)
        for name, price in zip("ABCDE", range(10, 60, 10), strict=True)
    ]


@pytest.fixture
def use(settings: Any) -> Use:
    def use_backend(path: str, **options: Any) -> None:
        entry = {"BACKEND": f"{BACKENDS}.{path}", "OPTIONS": options}
        settings.PERSONALIZE = settings.PERSONALIZE | {
            "BACKENDS": [entry, POPULAR],
            "PAGE_DEADLINE": 20,
        }

    return use_backend


@pytest.fixture
def ranked(use: Use, products: list[Product]) -> None:
    use("locmem.LocMemBackend", answers={"ranking": ["B", "D", "A"]})


@pytest.fixture
def visitor(shopper: Client, products: list[Product]) -> Client:
    """Somebody who has looked at a product."""
    shopper.get(products[0].get_absolute_url())
    return shopper


def open_list(client: Client, category: Category, **choices: Any) -> Any:
    return client.get(category.get_absolute_url(), {"sort": "for-you"} | choices)


def names(response: Any) -> list[str]:
    return [product.name for product in response.context["page"]]


def sorts(response: Any) -> list[tuple[str, str]]:
    return [(value, str(label)) for value, label in response.context["sorts"]]


@pytest.mark.usefixtures("ranked")
def test_a_category_is_in_the_visitors_order(
    visitor: Client, category: Category
) -> None:
    page = open_list(visitor, category)
    # What the ranking does not know keeps its order.
    assert names(page) == ["B", "D", "A", "E", "C"]
    assert page.context["sort"] == "for-you"


@pytest.mark.usefixtures("ranked")
def test_what_was_found_is_in_the_visitors_order(visitor: Client) -> None:
    make_product("Cup", sku="X-1")
    make_product("Cup", sku="B-1")
    get_primary().answers["ranking"] = ["X-1", "B-1"]
    found = visitor.get(reverse("search"), {"q": "cup", "sort": "for-you"})
    assert [product.sku for product in found.context["page"]] == ["X-1", "B-1"]


@pytest.mark.usefixtures("ranked")
def test_the_order_is_offered_by_a_field_that_needs_no_script(
    visitor: Client, category: Category
) -> None:
    page = visitor.get(category.get_absolute_url())
    assert FOR_YOU in sorts(page)
    assert page.context["sort"] == "newest"
    assert '<option value="for-you">For you</option>' in page.content.decode()


@pytest.mark.usefixtures("ranked")
def test_somebody_new_gets_the_lists_own_order_and_no_cookie(
    shopper: Client, category: Category
) -> None:
    page = open_list(shopper, category)
    assert names(page) == ["E", "D", "C", "B", "A"]
    assert (FOR_YOU in sorts(page), page.context["sort"]) == (False, "newest")
    assert list(page.context["messages"]) == []
    assert "gid" not in shopper.cookies


@pytest.mark.usefixtures("ranked")
def test_an_id_that_is_not_theirs_ranks_for_nobody(
    shopper: Client, category: Category
) -> None:
    headers = {"X-Guest-Id": "g_somebody-elses-id-000.forged"}
    page = shopper.get(category.get_absolute_url(), headers=headers)
    assert (page.status_code, FOR_YOU in sorts(page)) == (200, False)


@pytest.mark.parametrize("path", ["locmem.LocMemBackend", "local.LocalBackend"])
def test_without_a_model_and_a_campaign_nothing_is_offered(
    use: Use, visitor: Client, category: Category, tmp_path: Path, path: str
) -> None:
    use(path, **({"model_dir": tmp_path} if path.startswith("local.") else {}))
    page = open_list(visitor, category)
    assert (names(page)[0], FOR_YOU in sorts(page)) == ("E", False)


@pytest.mark.usefixtures("ranked")
def test_when_nobody_can_rank_just_now_the_list_keeps_its_order(
    visitor: Client, category: Category
) -> None:
    get_primary().fault = BackendTimeout("slow")
    page = open_list(visitor, category)
    assert (page.status_code, names(page)) == (200, ["E", "D", "C", "B", "A"])


@pytest.mark.usefixtures("ranked")
def test_filters_hold(visitor: Client, category: Category) -> None:
    assert names(open_list(visitor, category, max_price=30)) == ["B", "A", "C"]


@pytest.mark.usefixtures("ranked")
def test_the_order_goes_on_over_pages(
    visitor: Client, category: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    pages = [names(open_list(visitor, category, page=page)) for page in (1, 2, 3, 4)]
    assert pages == [["B", "D"], ["A", "E"], ["C"], ["C"]]
    links = open_list(visitor, category, page=2).content.decode()
    assert "?sort=for-you&amp;page=3" in links


@pytest.mark.usefixtures("ranked")
def test_of_a_long_list_the_first_are_ranked_and_the_rest_follows(
    visitor: Client, category: Category, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "PAGE_SIZE", 2)
    monkeypatch.setattr(ranking, "MOST_RANKED", 3)
    pages = [names(open_list(visitor, category, page=page)) for page in (1, 2, 3)]
    assert pages == [["D", "E"], ["C", "B"], ["A"]]


@pytest.mark.usefixtures("products")
@pytest.mark.parametrize("size", range(1, 7))
@pytest.mark.parametrize("most", [0, 1, 3, 5])
def test_over_all_pages_each_product_is_shown_once(size: int, most: int) -> None:
    newest = "EDCBA"
    first = list(reversed(newest[:most]))
    pages = Paginator(ranking.RankedProducts(Product.objects.newest(), first), size)
    shown = [product.name for page in pages for product in page]
    assert shown == [*first, *newest[most:]]


@pytest.mark.usefixtures("products")
def test_what_was_deleted_a_moment_ago_is_passed_over() -> None:
    ordered = ranking.RankedProducts(Product.objects.newest(), ["A", "gone", "E"])
    assert [product.name for product in ordered[0:3]] == ["A", "E"]


@pytest.mark.usefixtures("ranked")
def test_htmx_gets_the_results_in_this_order(
    visitor: Client, category: Category
) -> None:
    headers = {"HX-Request": "true"}
    url = category.get_absolute_url()
    page = visitor.get(url, {"sort": "for-you"}, headers=headers)
    assert names(page)[:3] == ["B", "D", "A"]


def test_the_engine_ranks(
    use: Use, visitor: Client, category: Category, tmp_path: Path
) -> None:
    ModelStore(tmp_path).publish(learn([("A", "C"), ("A", "C"), ("B", "D")] * 4))
    use("local.LocalBackend", model_dir=tmp_path)
    page = open_list(visitor, category, min_price=15)
    assert (names(page)[0], FOR_YOU in sorts(page)) == ("C", True)


@pytest.fixture
def amazon(
    monkeypatch: pytest.MonkeyPatch, use: Use, products: list[Product]
) -> Iterator[AmazonStandIn]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret that opens nothing")
    with AmazonStandIn() as amazon:
        amazon.recommend(RANKING_ARN, ["C", "A"])
        use("aws.AmazonPersonalizeBackend", **options_for(amazon, read_timeout=10))
        yield amazon


def get_rankings(amazon: AmazonStandIn) -> list[dict[str, Any]]:
    calls = [call for call in amazon.calls if call.operation != "GetRecommendations"]
    return [call.body for call in calls]


def test_amazon_ranks_in_one_call(
    amazon: AmazonStandIn, visitor: Client, category: Category
) -> None:
    assert names(open_list(visitor, category)) == ["C", "A", "E", "D", "B"]
    [ranking] = get_rankings(amazon)
    assert ranking["inputList"] == ["E", "D", "C", "B", "A"]
    assert ranking["userId"].startswith("g_")


def test_a_list_in_another_order_asks_amazon_nothing(
    amazon: AmazonStandIn, visitor: Client, category: Category
) -> None:
    visitor.get(category.get_absolute_url())
    assert get_rankings(amazon) == []


def test_while_amazon_fails_the_list_keeps_its_order(
    amazon: AmazonStandIn, visitor: Client, category: Category
) -> None:
    amazon.fail("500")
    assert names(open_list(visitor, category)) == ["E", "D", "C", "B", "A"]
    assert len(get_rankings(amazon)) == 1


def count_queries(client: Client, category: Category, sort: str) -> int:
    """Count those of a page that has been opened before."""
    open_list(client, category, sort=sort)
    with CaptureQueriesContext(connection) as queries:
        open_list(client, category, sort=sort)
    return len(queries)


@pytest.mark.usefixtures("ranked")
def test_to_offer_the_order_costs_one_query_and_the_order_another(
    visitor: Client, category: Category
) -> None:
    nobody = count_queries(Client(), category, "newest")
    assert count_queries(visitor, category, "newest") == nobody + 1
    assert count_queries(visitor, category, "for-you") == nobody + 2
