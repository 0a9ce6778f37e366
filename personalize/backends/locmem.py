"""A backend in memory, for tests: tell it what to answer, ask it what it was sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from personalize.backends.base import Answer, BaseBackend, Query, RecommendedItem
from personalize.catalog import get_catalog
from personalize.exceptions import (
    BackendError,
    BackendNotConfigured,
    BackendRejected,
)
from personalize.models import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class PutEvents:
    """One call, as it arrived."""

    user_id: str
    session_id: str
    events: tuple[Event, ...]


class LocMemBackend(BaseBackend):
    """Answers from ``answers`` (use case → item ids), keeps events in ``events``.

    ``fail(error, …)`` makes the next calls fail, one error each; ``fault`` makes all of
    them fail until it is None again. Events of ``refused_items`` are rejected, and with
    them the call that carries them.
    """

    name = "locmem"

    def __init__(
        self,
        *,
        answers: Mapping[str, Sequence[str]] | None = None,
        refused_items: Collection[str] = (),
        fault: BackendError | None = None,
        recommendation_id: str = "",
    ) -> None:
        self.answers = dict(answers or {})
        self.refused_items = set(refused_items)
        self.fault = fault
        self.recommendation_id = recommendation_id
        self.queries: list[Query] = []
        # Every call, refused ones too; and the events of those that were taken.
        self.calls: list[PutEvents] = []
        self.events: list[Event] = []
        self._faults: list[BackendError] = []

    def fail(self, *errors: BackendError) -> None:
        self._faults.extend(errors)

    def get_recommendations(self, query: Query) -> Answer:
        self.queries.append(query)
        self._raise_fault()
        if query.use_case not in self.answers:
            raise BackendNotConfigured(f"No answer is set for {query.use_case}.")
        return self._answer(query, self.answers[query.use_case])

    def can_rank(self) -> bool:
        return "ranking" in self.answers

    def get_personalized_ranking(self, query: Query) -> Answer:
        """Put the items of the answer to "ranking" first, in its order."""
        self.queries.append(query)
        self._raise_fault()
        preferred = [
            item_id
            for item_id in self.answers.get("ranking", ())
            if item_id in query.item_ids
        ]
        ranked = dict.fromkeys([*preferred, *query.item_ids])
        return Answer(items=tuple(RecommendedItem(item_id=each) for each in ranked))

    def put_events(
        self, *, user_id: str, session_id: str, events: Sequence[Event]
    ) -> None:
        call = PutEvents(user_id=user_id, session_id=session_id, events=tuple(events))
        self.calls.append(call)
        self._raise_fault()
        refused = [event for event in events if event.item_id in self.refused_items]
        if refused:
            raise BackendRejected(
                f"{len(refused)} of {len(events)} events are refused."
            )
        self.events.extend(events)

    def _answer(self, query: Query, item_ids: Sequence[str]) -> Answer:
        wanted = [item_id for item_id in item_ids if item_id not in query.exclude]
        if query.where:
            passing = get_catalog().get_available_ids(wanted, query.where)
            wanted = [item_id for item_id in wanted if item_id in passing]
        return Answer(
            items=tuple(
                RecommendedItem(item_id=item_id)
                for item_id in wanted[: query.num_results]
            ),
            recommendation_id=self.recommendation_id,
        )

    def _raise_fault(self) -> None:
        if self._faults:
            raise self._faults.pop(0)
        if self.fault:
            raise self.fault
