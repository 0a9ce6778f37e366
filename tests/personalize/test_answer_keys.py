"""No two questions share an answer in the cache, whatever ids they are made of."""

from __future__ import annotations

from dataclasses import replace

from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from personalize.answers import EVERYONE, make_key
from personalize.backends.base import Query
from personalize.backends.locmem import LocMemBackend
from personalize.engine.features import ItemFilter
from personalize.enums import UseCase
from personalize.identity import Visitor
from personalize.models import Event
from personalize.page import Page

BACKEND = LocMemBackend()
IDS = st.text(alphabet="ab\n-1", min_size=1, max_size=4)
WORDS = st.frozensets(IDS, max_size=3)
PRICES = st.none() | st.sampled_from([0.0, 1.0, 10.0])
FILTERS = st.builds(ItemFilter, categories=WORDS, min_price=PRICES, max_price=PRICES)
ITEMS = st.lists(IDS, max_size=3).map(tuple)


def make_own_key(visitor_id: str, item_ids: tuple[str, ...]) -> str:
    visitor = Visitor(user_id=visitor_id)
    page = Page(RequestFactory().get("/"), visitor)
    page.history = (Event(pk=1, status="pending"),)
    query = Query(
        use_case=UseCase.RECOMMENDED_FOR_YOU, visitor=visitor, item_ids=item_ids
    )
    return make_key(page, BACKEND, query)


def make_shared_key(item_ids: tuple[str, ...]) -> str:
    page = Page(RequestFactory().get("/"), EVERYONE)
    query = Query(
        use_case=UseCase.RECOMMENDED_FOR_YOU, visitor=EVERYONE, item_ids=item_ids
    )
    return make_key(page, BACKEND, query)


@given(a=st.tuples(IDS, ITEMS), b=st.tuples(IDS, ITEMS))
def test_two_visitors_or_questions_never_share_a_key(
    a: tuple[str, tuple[str, ...]], b: tuple[str, tuple[str, ...]]
) -> None:
    assert (make_own_key(*a) == make_own_key(*b)) == (a == b)


@given(visitor_id=IDS, items=ITEMS, shared=ITEMS)
def test_nobodys_own_answer_is_everyones(
    visitor_id: str, items: tuple[str, ...], shared: tuple[str, ...]
) -> None:
    assert make_own_key(visitor_id, items) != make_shared_key(shared)


def test_ids_run_together_are_told_apart() -> None:
    own = make_own_key("b", ("a",))
    assert own != make_shared_key(("a", "b", "1-pending"))


def test_another_number_of_results_is_another_question() -> None:
    page = Page(RequestFactory().get("/"), EVERYONE)
    query = Query(use_case=UseCase.BEST_SELLERS, visitor=EVERYONE)
    more = replace(query, num_results=query.num_results + 1)
    assert make_key(page, BACKEND, query) != make_key(page, BACKEND, more)


def make_device_key(device: str) -> str:
    visitor = Visitor(user_id="u_anna")
    page = Page(RequestFactory().get("/"), visitor)
    page.history = ()
    query = Query(use_case=UseCase.RECOMMENDED_FOR_YOU, visitor=visitor, device=device)
    return make_key(page, BACKEND, query)


def test_what_is_asked_for_another_device_is_another_question() -> None:
    assert make_device_key("phone") != make_device_key("desktop")


def make_filtered_key(where: ItemFilter) -> str:
    page = Page(RequestFactory().get("/"), EVERYONE)
    query = Query(use_case=UseCase.BEST_SELLERS, visitor=EVERYONE, where=where)
    return make_key(page, BACKEND, query)


@given(a=FILTERS, b=FILTERS)
def test_two_filters_never_share_a_key(a: ItemFilter, b: ItemFilter) -> None:
    assert (make_filtered_key(a) == make_filtered_key(b)) == (a == b)


def test_the_order_in_which_categories_are_named_does_not_matter() -> None:
    names = [f"category-{number}" for number in range(20)]
    there = ItemFilter(categories=frozenset(names))
    back = ItemFilter(categories=frozenset(reversed(names)))
    assert make_filtered_key(there) == make_filtered_key(back)
