from __future__ import annotations

from datetime import UTC, timedelta
from typing import Any

import pytest
from django.utils import timezone

from personalize.backends.base import Answer, Query
from personalize.backends.popular import PopularBackend
from personalize.counting import add_counts
from personalize.engine.features import ItemFilter
from personalize.enums import EventType, FallbackReason, ReasonCode, UseCase
from shop.catalog.models import Product
from tests.personalize.backend_tests import NarrowingTests, get_ids
from tests.personalize.histories import make_past, make_question
from tests.shop.factories import make_category, make_product, make_products

pytestmark = pytest.mark.django_db

BEST_SELLERS = make_question(UseCase.BEST_SELLERS)


def count(
    product: Product,
    number: int,
    *,
    event_type: EventType = EventType.PURCHASE,
    days_ago: int = 0,
) -> None:
    day = timezone.now().astimezone(UTC).date() - timedelta(days=days_ago)
    add_counts({(event_type, day, product.sku): number})


def count_each(products: list[Product], number: int, **fields: Any) -> None:
    for product in products:
        count(product, number, **fields)


def sell_out(products: list[Product]) -> None:
    sold_out = [product.pk for product in products]
    Product.objects.filter(pk__in=sold_out).update(stock=0)


def answer(use_case: UseCase, **fields: Any) -> Answer:
    return PopularBackend().get_recommendations(make_question(use_case, **fields))


def get_skus(use_case: UseCase, **fields: Any) -> list[str]:
    return get_ids(answer(use_case, **fields))


class TestConformance(NarrowingTests):
    @pytest.fixture
    def backend(self) -> PopularBackend:
        return PopularBackend()

    @pytest.fixture
    def query(self) -> Query:
        count_each(make_products(5), 2)
        return BEST_SELLERS


def test_best_sellers_are_ordered_by_what_was_bought() -> None:
    few, many = make_products(2)
    count(few, 2)
    count(many, 3)
    count(few, 50, event_type=EventType.VIEW)
    assert get_skus(UseCase.BEST_SELLERS) == [many.sku, few.sku]


def test_sales_of_several_days_are_summed_up() -> None:
    often, once = make_products(2)
    count(often, 2)
    count(often, 2, days_ago=20)
    count(once, 3)
    assert get_skus(UseCase.BEST_SELLERS) == [often.sku, once.sku]


def test_sales_before_the_window_do_not_count() -> None:
    now, before = make_products(2)
    count(now, 1)
    count(before, 9, days_ago=30)
    assert get_skus(UseCase.BEST_SELLERS)[0] == now.sku


def test_the_window_is_an_option() -> None:
    now, before = make_products(2)
    count(now, 1)
    count(before, 9, days_ago=30)
    found = PopularBackend(window_days=31).get_recommendations(BEST_SELLERS)
    assert get_ids(found) == [before.sku, now.sku]


def test_a_shop_that_was_closed_for_a_year_still_has_best_sellers() -> None:
    best, _ = make_products(2)
    count(best, 5, days_ago=365)
    first = answer(UseCase.BEST_SELLERS).items[0]
    assert (first.item_id, first.reason) == (best.sku, ReasonCode.POPULAR)


def test_most_viewed_items_are_ordered_by_views() -> None:
    bought, viewed = make_products(2)
    count(bought, 9)
    count(viewed, 1, event_type=EventType.VIEW)
    assert get_skus(UseCase.MOST_VIEWED) == [viewed.sku, bought.sku]


def test_trending_items_grew_more_than_chance_explains() -> None:
    steady, accident, rising = make_products(3)
    count(steady, 1000, event_type=EventType.VIEW)
    count(steady, 1000, event_type=EventType.VIEW, days_ago=8)
    count(accident, 2, event_type=EventType.VIEW)
    count(rising, 200, event_type=EventType.VIEW)
    count(rising, 100, event_type=EventType.VIEW, days_ago=8)
    found = answer(UseCase.TRENDING_NOW).items
    trending = [item for item in found if item.reason == ReasonCode.TRENDING]
    assert [item.item_id for item in trending] == [rising.sku, accident.sku]


def test_where_nothing_trends_the_most_viewed_are_shown() -> None:
    product = make_product()
    count(product, 3, event_type=EventType.VIEW, days_ago=10)
    first = answer(UseCase.TRENDING_NOW).items[0]
    assert (first.item_id, first.reason) == (product.sku, ReasonCode.POPULAR)


def test_recently_viewed_items_come_newest_first_and_once() -> None:
    boot, pan = make_products(2)
    history = make_past(pan.sku, boot.sku, pan.sku)
    assert get_skus(UseCase.RECENTLY_VIEWED, history=history) == [pan.sku, boot.sku]


def test_recently_viewed_is_not_filled_up_with_other_items() -> None:
    make_products(3)
    found = answer(UseCase.RECENTLY_VIEWED)
    assert (found.items, found.shortfall) == ((), FallbackReason.COLD)


def test_a_purchase_is_no_view() -> None:
    bought = make_past(make_product().sku, event_type=EventType.PURCHASE)
    assert get_skus(UseCase.RECENTLY_VIEWED, history=bought) == []


@pytest.mark.parametrize(
    "use_case",
    [
        UseCase.CUSTOMERS_ALSO_VIEWED,
        UseCase.SIMILAR_ITEMS,
        UseCase.FREQUENTLY_BOUGHT_TOGETHER,
    ],
)
def test_related_items_are_popular_ones_of_the_category_first(
    use_case: UseCase,
) -> None:
    item, quiet, popular = make_products(3, category=make_category())
    best_seller = make_product()
    count(popular, 1)
    count(best_seller, 9)
    found = get_skus(use_case, item_ids=(item.sku,))
    assert found == [popular.sku, quiet.sku, best_seller.sku]


def test_related_items_say_why() -> None:
    item, popular = make_products(2, category=make_category())
    count(popular, 1)
    first = answer(UseCase.SIMILAR_ITEMS, item_ids=(item.sku,)).items[0]
    assert first.reason == ReasonCode.POPULAR_IN_CATEGORY


def test_a_sold_out_item_still_has_related_ones() -> None:
    item, other = make_products(2, category=make_category())
    sell_out([item])
    elsewhere = make_product()
    found = get_skus(UseCase.SIMILAR_ITEMS, item_ids=(item.sku,))
    assert found == [other.sku, elsewhere.sku]


def test_a_visitor_nobody_knows_is_shown_best_sellers_then_new_items() -> None:
    old_best_seller, new = make_products(2)
    count(old_best_seller, 5)
    assert get_skus(UseCase.RECOMMENDED_FOR_YOU) == [old_best_seller.sku, new.sku]


def test_a_shop_without_a_history_shows_what_is_new() -> None:
    old, new = make_products(2)
    found = answer(UseCase.BEST_SELLERS).items
    assert [item.item_id for item in found] == [new.sku, old.sku]
    assert {item.reason for item in found} == {ReasonCode.NEW}


def test_an_empty_shop_is_cold() -> None:
    found = answer(UseCase.BEST_SELLERS)
    assert (found.items, found.shortfall) == ((), FallbackReason.COLD)


def test_there_are_enough_items_whatever_is_excluded() -> None:
    products = make_products(12)
    unwanted = frozenset(product.sku for product in products[:9])
    found = get_skus(UseCase.BEST_SELLERS, exclude=unwanted, num_results=3)
    assert set(found) == {product.sku for product in products[9:]}


def test_there_are_enough_items_when_the_best_sellers_are_sold_out() -> None:
    products = make_products(12)
    count(products[0], 1)
    count_each(products[1:9], 9)
    sell_out(products[1:9])
    found = get_skus(UseCase.BEST_SELLERS, num_results=3)
    assert len(found) == 3
    assert not {*found} & {product.sku for product in products[1:9]}


def test_whoever_looked_at_something_gets_its_category_first() -> None:
    boots, pans = make_category(), make_category()
    seen, other_boot = make_products(2, category=boots)
    pan = make_product(category=pans)
    count(pan, 9)
    count_each([seen, other_boot], 1)
    found = get_skus(UseCase.RECOMMENDED_FOR_YOU, history=make_past(seen.sku))
    assert found == [other_boot.sku, pan.sku, seen.sku]


def test_only_a_visitor_with_a_history_gets_an_answer_of_their_own() -> None:
    history = make_past("boot")
    asked = [make_question(history=past) for past in ((), history)]
    assert [PopularBackend().is_personal(query) for query in asked] == [False, True]


def test_a_ranking_is_by_what_was_done_with_the_items() -> None:
    quiet, viewed, bought = make_products(3)
    count(viewed, 1, event_type=EventType.VIEW)
    count(bought, 2)
    question = make_question(item_ids=(quiet.sku, viewed.sku, bought.sku))
    ranked = get_ids(PopularBackend().get_personalized_ranking(question))
    assert ranked == [bought.sku, viewed.sku, quiet.sku]


@pytest.mark.parametrize(
    ("use_case", "queries"),
    [
        (UseCase.BEST_SELLERS, 3),
        (UseCase.MOST_VIEWED, 3),
        (UseCase.RECOMMENDED_FOR_YOU, 2),
        (UseCase.SIMILAR_ITEMS, 2),
        (UseCase.TRENDING_NOW, 2),
        (UseCase.RECENTLY_VIEWED, 1),
    ],
)
@pytest.mark.parametrize("num_results", [3, 9])
def test_the_number_of_queries_is_that_of_any_number_of_items(
    django_assert_num_queries: Any,
    use_case: UseCase,
    queries: int,
    num_results: int,
) -> None:
    products = make_products(20, category=make_category())
    count_each(products, 2)
    count_each(products, 3, event_type=EventType.VIEW)
    past = make_past(*(product.sku for product in products[:10]))
    with django_assert_num_queries(queries):
        found = get_skus(
            use_case,
            item_ids=(products[0].sku,) if use_case.needs_item else (),
            history=past,
            num_results=num_results,
        )
    assert len(found) == num_results


def test_a_filtered_list_is_full_however_little_of_all_passes() -> None:
    category = make_category()
    best = make_products(30)
    few = make_products(4, category=category)
    count_each(best, 9)
    count_each(few, 1)
    where = ItemFilter(categories=frozenset({category.slug}))
    found = get_skus(UseCase.BEST_SELLERS, where=where, num_results=4)
    assert found == [product.sku for product in few]


@pytest.mark.parametrize("use_case", [*UseCase])
def test_every_use_case_keeps_to_the_filter(use_case: UseCase) -> None:
    cheap, dear = make_product(price=5), make_product(price=50)
    count_each([cheap, dear], 2)
    count_each([cheap, dear], 2, event_type=EventType.VIEW)
    past = make_past(cheap.sku, dear.sku)
    where = ItemFilter(max_price=10)
    found = get_skus(use_case, where=where, history=past, item_ids=("other",))
    assert found == [cheap.sku]
