from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import pytest
from django.http import HttpRequest

from personalize.answers import CACHE_FORMAT
from personalize.backends import get_backends
from personalize.backends.base import Answer, RecommendedItem
from personalize.backends.locmem import LocMemBackend
from personalize.cooldown import CoolDown
from personalize.enums import EventType, FallbackReason, UseCase
from personalize.exceptions import (
    BackendRejected,
    BackendThrottled,
    BackendTimeout,
    BackendUnavailable,
)
from personalize.identity import Visitor
from personalize.page import get_page
from personalize.recommendations import rank, rank_ids, recommend
from personalize.signals import recommendations_served
from shop.catalog.models import Product
from tests.personalize.factories import make_event, make_request
from tests.shop.factories import make_products

LOCMEM = "personalize.backends.locmem.LocMemBackend"
SHOPPER = Visitor(user_id="shopper", session_id="s_1")

pytestmark = pytest.mark.django_db

Ladder = Callable[..., list[LocMemBackend]]


class SecondBackend(LocMemBackend):
    name = "second"


class PickyBackend(LocMemBackend):
    """Made for best sellers alone."""

    name = "picky"

    def serves(self, use_case: UseCase) -> bool:
        return use_case == UseCase.BEST_SELLERS


@pytest.fixture
def ladder(settings: Any) -> Ladder:
    """Make two backends in memory: what the first lacks, the second is asked for."""

    def make_ladder(*answers: dict[str, Any], path: str = LOCMEM) -> list[Any]:
        second = f"{__name__}.SecondBackend"
        settings.PERSONALIZE = settings.PERSONALIZE | {
            "BACKENDS": [
                {"BACKEND": each, "OPTIONS": options}
                for each, options in zip((path, second), answers, strict=False)
            ]
        }
        return list(get_backends())

    return make_ladder


@pytest.fixture
def request_(db: None) -> HttpRequest:
    return make_request()


@pytest.fixture
def products() -> list[Product]:
    return make_products(6)


def best(*products: Product) -> dict[str, Any]:
    return {"answers": {"best-sellers": [product.sku for product in products]}}


def test_items_keep_the_order_of_the_backend(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    a, b, c = products[:3]
    ladder(best(c, a, b))
    assert list(recommend(request_, "best-sellers")) == [c, a, b]


def test_the_answer_says_who_gave_it(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    ladder(best(*products) | {"recommendation_id": "RID-1"})
    answer = recommend(request_, "best-sellers", num_results=2)
    assert (answer.backend, answer.recommendation_id) == ("locmem", "RID-1")
    assert (answer.is_fallback, answer.fallback_reason) == (False, "")


def test_the_next_backend_fills_up(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    a, b, c = products[:3]
    ladder(best(a), best(a, b, c))
    answer = recommend(request_, "best-sellers", num_results=3)
    assert list(answer) == [a, b, c]
    assert [entry.backend for entry in answer.entries] == ["locmem", "second", "second"]
    assert answer.fallback_reason == FallbackReason.TOO_FEW


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (BackendTimeout("slow"), "timeout"),
        (BackendThrottled("too many"), "throttled"),
        (BackendUnavailable("down"), "unavailable"),
        (BackendRejected("no such campaign"), "unavailable"),
    ],
)
def test_a_failing_backend_is_passed_over(
    ladder: Ladder,
    request_: HttpRequest,
    products: list[Product],
    error: Exception,
    reason: str,
) -> None:
    ladder({"fault": error}, best(*products))
    answer = recommend(request_, "best-sellers", num_results=2)
    assert (answer.backend, answer.is_fallback) == ("second", True)
    assert answer.fallback_reason == reason


def test_a_use_case_without_configuration_is_passed_over(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    ladder({}, best(*products))
    answer = recommend(request_, "best-sellers", num_results=2)
    assert answer.fallback_reason == FallbackReason.NOT_CONFIGURED


def test_a_backend_not_made_for_the_use_case_is_no_failure(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    answers = {"answers": {"most-viewed": [product.sku for product in products]}}
    ladder(answers, answers, path=f"{__name__}.PickyBackend")
    answer = recommend(request_, "most-viewed", num_results=2)
    assert (answer.backend, answer.is_fallback) == ("second", False)


def test_a_failed_backend_is_left_alone(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    first, _ = ladder({"fault": BackendTimeout("slow")}, best(*products))
    recommend(request_, "best-sellers", num_results=2)
    answer = recommend(make_request(), "most-viewed", num_results=2)
    assert len(first.queries) == 1
    assert answer.fallback_reason == FallbackReason.COOLING_DOWN


def test_a_healed_backend_is_asked_again(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    first, _ = ladder(best(*products), best(*products))
    first.fail(BackendTimeout("slow"))
    recommend(request_, "best-sellers", num_results=2)
    CoolDown("locmem").end()
    answer = recommend(make_request(), "best-sellers", num_results=2)
    assert answer.backend == "locmem"


def test_a_refused_question_is_not_repeated(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    first, _ = ladder({"fault": BackendRejected("no")}, best(*products))
    recommend(request_, "best-sellers", num_results=2)
    recommend(make_request(), "best-sellers", num_results=2)
    assert len(first.queries) == 1


def test_sold_out_and_unpublished_items_are_left_out(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    sold_out, hidden, *others = products
    ladder(best(*products))
    recommend(request_, "best-sellers")
    Product.objects.filter(pk=sold_out.pk).update(stock=0)
    Product.objects.filter(pk=hidden.pk).update(is_published=False)
    assert list(recommend(make_request(), "best-sellers")) == others


def test_a_block_is_filled_though_most_have_just_sold_out(
    ladder: Ladder, request_: HttpRequest
) -> None:
    products = make_products(20)
    ladder(best(*products))
    Product.objects.filter(pk__in=[each.pk for each in products[:15]]).update(stock=0)
    found = recommend(request_, "best-sellers", num_results=4)
    assert list(found) == products[15:19]


def test_ids_the_catalogue_does_not_know_are_left_out(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    a = products[0]
    ladder({"answers": {"best-sellers": ["gone", a.sku, "../x", ""]}})
    assert list(recommend(request_, "best-sellers")) == [a]


def test_no_item_is_shown_twice_on_a_page(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    ladder(best(*products))
    first = recommend(request_, "best-sellers", num_results=2)
    second = recommend(request_, "best-sellers", num_results=2)
    assert not set(first) & set(second)


def test_the_item_being_viewed_is_left_out(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    a, b = products[:2]
    ladder({"answers": {"similar-items": [a.sku, b.sku]}})
    assert list(recommend(request_, "similar-items", item=a)) == [b]


def test_what_was_viewed_is_not_shown_twice_either(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    a, b = products[:2]
    answers = {"best-sellers": [a.sku], "recently-viewed": [a.sku, b.sku]}
    ladder({"answers": answers})
    recommend(request_, "best-sellers", visitor=SHOPPER)
    assert list(recommend(request_, "recently-viewed", visitor=SHOPPER)) == [b]


def test_what_was_bought_is_not_recommended_again(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    a, b = products[:2]
    ladder({"answers": {"recommended-for-you": [a.sku, b.sku]}})
    make_event("shopper", event_type=EventType.PURCHASE, item_id=a.sku)
    answer = recommend(request_, "recommended-for-you", visitor=SHOPPER)
    assert list(answer) == [b]


def test_a_repeated_question_is_answered_from_the_cache(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    (backend,) = ladder(best(*products))
    recommend(request_, "best-sellers", num_results=2)
    recommend(make_request(), "best-sellers", num_results=2, visitor=SHOPPER)
    assert len(backend.queries) == 1


def test_an_event_renews_the_visitors_own_block(
    ladder: Ladder, products: list[Product]
) -> None:
    (backend,) = ladder({"answers": {"recommended-for-you": [products[0].sku]}})
    recommend(make_request(), "recommended-for-you", visitor=SHOPPER)
    make_event("shopper")
    recommend(make_request(), "recommended-for-you", visitor=SHOPPER)
    assert len(backend.queries) == 2


def test_delivery_of_the_event_renews_the_block_too(
    ladder: Ladder, products: list[Product]
) -> None:
    (backend,) = ladder({"answers": {"recommended-for-you": [products[0].sku]}})
    event = make_event("shopper")
    recommend(make_request(), "recommended-for-you", visitor=SHOPPER)
    event.status = "delivered"
    event.save()
    recommend(make_request(), "recommended-for-you", visitor=SHOPPER)
    assert len(backend.queries) == 2


def test_two_visitors_never_share_a_personal_answer(
    ladder: Ladder, products: list[Product]
) -> None:
    (backend,) = ladder({"answers": {"recommended-for-you": [products[0].sku]}})
    for user_id in ("ada", "bob"):
        visitor = Visitor(user_id=user_id, session_id="s_1")
        recommend(make_request(), "recommended-for-you", visitor=visitor)
    assert [query.visitor.id for query in backend.queries] == ["ada", "bob"]


def test_what_is_the_same_for_all_is_asked_in_nobodys_name(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    (backend,) = ladder(best(*products))
    recommend(request_, "best-sellers", visitor=SHOPPER)
    assert backend.queries[0].visitor.id == "everyone"


def test_blocks_of_a_page_share_its_time(
    ladder: Ladder, request_: HttpRequest, settings: Any, products: list[Product]
) -> None:
    ladder(best(*products))
    page = get_page(request_)
    before = page.seconds_left
    recommend(request_, "best-sellers")
    assert page.seconds_left < before


def test_an_answer_is_told_to_listeners(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    heard: list[Any] = []
    recommendations_served.connect(receiver := lambda **told: heard.append(told))
    ladder(best(*products))
    answer = recommend(request_, "best-sellers", visitor=SHOPPER)
    recommendations_served.disconnect(receiver)
    assert heard[0]["recommendations"] is answer


def test_a_listener_that_fails_does_not_break_the_page(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    def fail(**told: object) -> None:
        raise RuntimeError("a bug of somebody else's")

    recommendations_served.connect(fail)
    ladder(best(*products))
    answer = recommend(request_, "best-sellers", num_results=2)
    recommendations_served.disconnect(fail)
    assert len(answer) == 2


def test_an_unknown_use_case_is_an_error(request_: HttpRequest) -> None:
    with pytest.raises(ValueError, match="nonsense"):
        recommend(request_, "nonsense")


def test_ranking_keeps_every_item_once(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    a, b, c = products[:3]
    ladder({"answers": {"ranking": [c.sku, "unknown", c.sku]}})
    assert rank(request_, [a, b, c]) == [c, a, b]


def test_ranking_falls_back(
    ladder: Ladder, request_: HttpRequest, products: list[Product]
) -> None:
    ids = [product.sku for product in products]
    ladder({"fault": BackendTimeout("slow")}, {"answers": {"ranking": ids[::-1]}})
    ranking = rank_ids(request_, ids)
    assert ranking.item_ids == tuple(ids[::-1])
    assert (ranking.backend, ranking.fallback_reason) == ("second", "timeout")


def test_the_queries_do_not_grow_with_the_items(
    ladder: Ladder,
    request_: HttpRequest,
    products: list[Product],
    django_assert_num_queries: Any,
) -> None:
    ladder(best(*products))
    with django_assert_num_queries(1):
        recommend(request_, "best-sellers", num_results=1, visitor=Visitor())
    with django_assert_num_queries(1):
        recommend(request_, "best-sellers", num_results=5, visitor=Visitor())


def test_the_cache_format_is_raised_when_an_answer_changes() -> None:
    names = [field.name for each in (Answer, RecommendedItem) for field in fields(each)]
    assert (CACHE_FORMAT, names) == (
        3,
        [
            "items",
            "recommendation_id",
            "shortfall",
            "item_id",
            "reason",
            "because_item_id",
            "score",
            "count",
            "note",
        ],
    )
