from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from personalize.backends.base import Answer, Query, RecommendedItem
from personalize.backends.locmem import LocMemBackend
from personalize.catalog import get_catalog
from personalize.enums import EventType, ReasonCode
from personalize.identity import Visitor
from personalize.reasons import describe_evidence, explain
from personalize.recommendations import Recommendations, recommend
from shop.catalog.models import Product
from tests.personalize.factories import make_event, make_request
from tests.shop.factories import make_category, make_product

SHOPPER = Visitor(user_id="shopper", session_id="s_1")
BACKEND = {"BACKEND": f"{__name__}.ReasoningBackend"}


class ReasoningBackend(LocMemBackend):
    """Names the products of the shop, all for one reason."""

    found = RecommendedItem(item_id="")

    def get_recommendations(self, query: Query) -> Answer:
        return Answer(items=(self.found,))


@pytest.fixture
def product(db: None) -> Product:
    return make_product("Boot", category=make_category("Shoes"))


@pytest.fixture
def answer_with(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the one backend name a product for a reason, and ask it."""

    def answer_with_item(product: Product, **fields: Any) -> Recommendations:
        found = RecommendedItem(item_id=product.sku, **fields)
        monkeypatch.setattr(ReasoningBackend, "found", found)
        return recommend(make_request(), "recommended-for-you", visitor=SHOPPER)

    settings.PERSONALIZE = django_settings.PERSONALIZE | {"BACKENDS": [BACKEND]}
    return answer_with_item


def make_found(reason: ReasonCode, *, count: int = 0) -> RecommendedItem:
    return RecommendedItem(item_id="boot", reason=reason, count=count)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (ReasonCode.RECOMMENDED, "Because you viewed Wok"),
        (ReasonCode.VIEWED_TOGETHER, "Because you viewed Wok"),
        (ReasonCode.BOUGHT_TOGETHER, "Often bought with Wok"),
        (ReasonCode.GOES_WITH_PURCHASE, "Because you bought Wok"),
        (ReasonCode.ALIKE, "Similar to Wok"),
        (ReasonCode.SHARED_TASTE, "Shoppers with your taste chose it"),
        (ReasonCode.AGAIN, "Buy it again"),
        (ReasonCode.NEW, "New in"),
        (ReasonCode.EXPLORATION, "Something new for you"),
        (ReasonCode.PROMOTED, "Featured"),
    ],
)
def test_a_reason_speaks_of_the_item_it_is_because_of(
    reason: ReasonCode, sentence: str
) -> None:
    assert explain(make_found(reason), because="Wok", category="Shoes") == sentence


def test_a_reason_whose_item_is_not_known_is_said_in_general() -> None:
    assert explain(make_found(ReasonCode.ALIKE)) == "Similar item"


@pytest.mark.parametrize("reason", [ReasonCode.POPULAR, ReasonCode.POPULAR_IN_CATEGORY])
def test_what_is_popular_is_so_in_its_category(reason: ReasonCode) -> None:
    assert explain(make_found(reason), category="Shoes") == "Popular in Shoes"


def test_the_staff_reads_how_many_bought_both() -> None:
    found = make_found(ReasonCode.BOUGHT_TOGETHER, count=14)
    assert describe_evidence(found) == "bought together by 14 customers"


def test_where_nobody_is_counted_nothing_is_said() -> None:
    assert describe_evidence(make_found(ReasonCode.BOUGHT_TOGETHER)) == ""


def test_a_list_names_the_category_of_what_is_popular(
    answer_with: Any, product: Product
) -> None:
    (entry,) = answer_with(product, reason=ReasonCode.POPULAR).entries
    assert entry.reason == "Popular in Shoes"


def test_a_category_that_is_not_at_hand_costs_no_query(
    product: Product, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        item = Product.objects.get()
        assert get_catalog().get_category_name(item) == ""


def test_what_was_bought_is_shown_again_only_as_such(
    answer_with: Any, product: Product
) -> None:
    make_event("shopper", event_type=EventType.PURCHASE, item_id=product.sku)
    assert list(answer_with(product, reason=ReasonCode.POPULAR)) == []


def test_what_people_buy_again_is_shown_to_who_bought_it(
    answer_with: Any, product: Product
) -> None:
    make_event("shopper", event_type=EventType.PURCHASE, item_id=product.sku)
    (entry,) = answer_with(product, reason=ReasonCode.AGAIN).entries
    assert (entry.item, entry.reason) == (product, "Buy it again")


def test_the_admin_says_how_many_bought_both(
    admin_client: Any, answer_with: Any, product: Product
) -> None:
    answer_with(product, reason=ReasonCode.BOUGHT_TOGETHER, count=14)
    data = {"use_case": "recommended-for-you", "shopper": "u_someone"}
    page = admin_client.get(reverse("admin:personalize_explain"), data)
    assert "bought together by 14 customers" in page.content.decode()


def test_the_admin_shows_what_the_backend_itself_says_of_an_item(
    admin_client: Any, answer_with: Any, product: Product
) -> None:
    answer_with(product, reason=ReasonCode.EXPLORATION, note="Exploration; PRICE=9.5")
    data = {"use_case": "recommended-for-you", "shopper": "u_someone"}
    page = admin_client.get(reverse("admin:personalize_explain"), data)
    assert "locmem: Exploration; PRICE=9.5" in page.content.decode()
    assert "Something new for you" in page.content.decode()
