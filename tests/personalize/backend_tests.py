"""What every backend must do. Subclass it, and write the two fixtures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest

from personalize.backends.base import Answer, BaseBackend, Query
from personalize.engine.features import ItemFilter
from personalize.enums import EventType, UseCase
from personalize.exceptions import BackendError
from personalize.identity import Visitor
from personalize.models import Event
from shop.catalog.models import Product
from tests.shop.factories import make_product

STRANGER = Visitor(session_id="g_nobody-has-heard-of")


def get_ids(answer: Answer) -> list[str]:
    return [item.item_id for item in answer.items]


def ask(backend: BaseBackend, query: Query) -> Answer:
    """Ask; a backend may also say, with one of our own errors, that it cannot tell."""
    try:
        return backend.get_recommendations(query)
    except BackendError as error:
        return Answer(shortfall=error.reason)


def sell(item_ids: Iterable[str], **fields: Any) -> None:
    """Have the shop sell these, as products that it may have already."""
    for item_id in item_ids:
        if not Product.objects.filter(sku=item_id).update(**fields):
            make_product(sku=item_id, **fields)


class BackendTests:
    """The rules of the interface, as tests that any backend passes."""

    @pytest.fixture
    def backend(self) -> BaseBackend:
        raise NotImplementedError("Return the backend to be tested, ready to answer.")

    @pytest.fixture
    def query(self) -> Query:
        raise NotImplementedError("Return a question that has at least three answers.")

    @pytest.fixture
    def events(self) -> list[Event]:
        return [
            Event(event_type=EventType.VIEW, item_id=f"i-{number}", session_id="g_1")
            for number in range(3)
        ]

    def test_it_has_a_name(self, backend: BaseBackend) -> None:
        assert backend.name

    def test_a_misspelt_option_is_an_error(self, backend: BaseBackend) -> None:
        with pytest.raises(TypeError):
            type(backend)(no_such_option=True)

    def test_it_answers(self, backend: BaseBackend, query: Query) -> None:
        assert len(backend.get_recommendations(query).items) >= 3

    def test_it_serves_what_it_answers(
        self, backend: BaseBackend, query: Query
    ) -> None:
        assert backend.serves(query.use_case)

    def test_the_same_question_gets_the_same_answer(
        self, backend: BaseBackend, query: Query
    ) -> None:
        first = get_ids(backend.get_recommendations(query))
        assert get_ids(backend.get_recommendations(query)) == first

    def test_no_item_comes_twice(self, backend: BaseBackend, query: Query) -> None:
        ids = get_ids(backend.get_recommendations(query))
        assert len(ids) == len(set(ids))

    def test_fewer_results_are_the_beginning_of_more(
        self, backend: BaseBackend, query: Query
    ) -> None:
        ids = get_ids(backend.get_recommendations(query))
        fewer = backend.get_recommendations(replace(query, num_results=2))
        assert get_ids(fewer) == ids[:2]

    def test_excluded_items_are_left_out(
        self, backend: BaseBackend, query: Query
    ) -> None:
        first, second, *_ = get_ids(backend.get_recommendations(query))
        without = replace(query, exclude=query.exclude | {first})
        assert get_ids(backend.get_recommendations(without))[0] == second

    def test_item_ids_are_strings(self, backend: BaseBackend, query: Query) -> None:
        ids = get_ids(backend.get_recommendations(query))
        assert {type(item_id) for item_id in ids} == {str}

    @pytest.mark.parametrize("use_case", [*UseCase])
    def test_a_stranger_harms_no_use_case(
        self, backend: BaseBackend, query: Query, use_case: UseCase
    ) -> None:
        stranger = replace(query, use_case=use_case, visitor=STRANGER, history=())
        assert isinstance(ask(backend, stranger), Answer)

    @pytest.mark.parametrize("use_case", [*UseCase])
    def test_an_unknown_item_harms_no_use_case(
        self, backend: BaseBackend, query: Query, use_case: UseCase
    ) -> None:
        unknown = replace(query, use_case=use_case, item_ids=("no such item", "☃"))
        assert isinstance(ask(backend, unknown), Answer)

    def test_a_filter_leaves_what_passes_it_in_its_order(
        self, db: None, backend: BaseBackend, query: Query
    ) -> None:
        dear, *cheap = get_ids(backend.get_recommendations(query))[:3]
        sell([dear], price=100)
        sell(cheap, price=5)
        narrowed = replace(query, where=ItemFilter(max_price=5))
        found = get_ids(backend.get_recommendations(narrowed))
        assert [item_id for item_id in found if item_id in cheap] == cheap

    def test_a_ranking_keeps_every_item_once(
        self, backend: BaseBackend, query: Query
    ) -> None:
        ids = get_ids(backend.get_recommendations(query))[:3]
        ranking = replace(query, item_ids=(*reversed(ids), "no such item"))
        ranked = get_ids(backend.get_personalized_ranking(ranking))
        assert sorted(ranked) == sorted([*ids, "no such item"])

    def test_unknown_items_are_ranked_last_in_their_order(
        self, backend: BaseBackend, query: Query
    ) -> None:
        known = get_ids(backend.get_recommendations(query))[0]
        ranking = replace(query, item_ids=("unknown 2", "unknown 1", known))
        ranked = get_ids(backend.get_personalized_ranking(ranking))
        assert ranked.index("unknown 2") < ranked.index("unknown 1")

    def test_events_may_be_put_again(
        self, backend: BaseBackend, events: list[Event]
    ) -> None:
        first = backend.put_events(user_id="", session_id="g_1", events=events)
        again = backend.put_events(user_id="", session_id="g_1", events=events)
        assert first is again is None


class NarrowingTests(BackendTests):
    """For a backend that can tell what a filter lets pass, and names nothing else."""

    def test_what_does_not_pass_the_filter_is_not_named(
        self, db: None, backend: BaseBackend, query: Query
    ) -> None:
        dear, *cheap = get_ids(backend.get_recommendations(query))[:3]
        sell([dear], price=100)
        sell(cheap, price=5)
        narrowed = replace(query, where=ItemFilter(max_price=5))
        assert dear not in get_ids(backend.get_recommendations(narrowed))

    def test_nothing_is_named_of_a_category_that_does_not_exist(
        self, db: None, backend: BaseBackend, query: Query
    ) -> None:
        narrowed = replace(query, where=ItemFilter(categories=frozenset({"none such"})))
        assert backend.get_recommendations(narrowed).items == ()
