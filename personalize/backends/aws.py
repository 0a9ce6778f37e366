"""Amazon Personalize."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.core.checks import CheckMessage

from personalize.backends.amazon_answers import complete, read_answer
from personalize.backends.amazon_checks import check_options
from personalize.backends.amazon_clients import ClientOptions, Clients
from personalize.backends.amazon_errors import (
    AmazonRefused,
    CredentialsRefused,
    translated_errors,
)
from personalize.backends.amazon_events import make_call, make_event
from personalize.backends.amazon_filter_checks import check_extras, check_filters
from personalize.backends.amazon_narrowing import Narrowed, Narrowing
from personalize.backends.amazon_reasons import USE_CASE_REASONS
from personalize.backends.amazon_requests import (
    Extras,
    ask_for,
    ask_to_rank,
    find_region,
    how_many,
    is_cold,
)
from personalize.backends.base import Answer, BaseBackend, Query
from personalize.backends.bulkhead import Bulkhead, DeadlinePassed
from personalize.backends.perprocess import PerProcess
from personalize.enums import FallbackReason, UseCase
from personalize.exceptions import (
    BackendNotAsked,
    BackendNotConfigured,
    BackendUnavailable,
)
from personalize.models import Event

T = TypeVar("T")

# What the message of a refusal speaks of.
NAMES_TRACKER = re.compile("tracking ?id|event ?tracker", re.IGNORECASE).search
NAMES_EVENT = re.compile(
    "eventlist|event ?type|event ?value|item|properties|sent ?at|session ?id|user ?id",
    re.IGNORECASE,
).search


class AmazonPersonalizeBackend(BaseBackend):
    """Recommenders, campaigns and one event tracker of Amazon Personalize.

    ``arns`` names a recommender or a campaign per use case; ``ranking_arn`` a campaign
    of the personalized-ranking recipe. ``properties`` are those of an event that the
    Interactions schema has a column for, in camelCase; no other property is sent.
    ``filter_arn_prefix`` is what the ARNs of all filters begin with; ``filters`` names
    those that exist for a use case, if not all of make_filters(). ``promotions`` holds
    a name, a percentage and the name of a filter per use case.
    ``dataset_group_arn`` is where personalize.records puts items and users.
    """

    name = "aws"

    def __init__(
        self,
        *,
        tracking_id: str = "",
        arns: Mapping[str, str] | None = None,
        ranking_arn: str = "",
        dataset_group_arn: str = "",
        region: str = "",
        events_endpoint_url: str = "",
        runtime_endpoint_url: str = "",
        connect_timeout: float = 0.15,
        read_timeout: float = 0.2,
        threads: int = 8,
        properties: Collection[str] = (),
        filter_arn_prefix: str = "",
        filters: Mapping[str, Collection[str]] | None = None,
        promotions: Mapping[str, Mapping[str, Any]] | None = None,
        device_column: str = "",
        metadata_columns: Collection[str] = (),
    ) -> None:
        self.tracking_id = tracking_id
        self.arns = {UseCase(name): arn for name, arn in (arns or {}).items() if arn}
        self.ranking_arn = ranking_arn
        self.dataset_group_arn = dataset_group_arn
        self.properties = frozenset(properties)
        named = [*self.arns.values(), ranking_arn, dataset_group_arn]
        self.region = region or find_region(named)
        options = ClientOptions(
            region=self.region,
            events_endpoint_url=events_endpoint_url,
            runtime_endpoint_url=runtime_endpoint_url,
            connect_timeout=connect_timeout,
            read_timeout=read_timeout,
            threads=threads,
        )
        self.narrowing = Narrowing.of(filter_arn_prefix, filters, promotions)
        self.extras = Extras(device=device_column, metadata=tuple(metadata_columns))
        self._clients = PerProcess(options.make_clients)
        self._bulkhead = Bulkhead(threads)
        self._tracker_is_proven = False

    def serves(self, use_case: UseCase) -> bool:
        return use_case in USE_CASE_REASONS

    def check(self) -> list[CheckMessage]:
        found = check_options(
            tracking_id=self.tracking_id,
            arns=self.arns,
            ranking_arn=self.ranking_arn,
            region=self.region,
        )
        return [
            *found,
            *check_filters(self.narrowing, region=self.region),
            *check_extras(self.extras),
        ]

    def get_recommendations(self, query: Query) -> Answer:
        arn = self._get_arn(query.use_case)
        if is_cold(query):
            return Answer(shortfall=FallbackReason.COLD)
        narrowed = self.narrowing.find(query)
        try:
            return self._recommend(arn, query, narrowed)
        except AmazonRefused as error:
            if not self.narrowing.may_be_refused(narrowed, error):
                raise
            answer = self._recommend(arn, query, self.narrowing.find_nothing(query))
            self.narrowing.avoid(narrowed, error)
            return answer

    def can_rank(self) -> bool:
        return bool(self.ranking_arn)

    def get_personalized_ranking(self, query: Query) -> Answer:
        """Rank the first 500; the rest, and what Amazon left out, keep their order."""
        if not self.ranking_arn:
            raise BackendNotConfigured("Set PERSONALIZE_RANKING_ARN to rank by Amazon.")
        if not query.visitor.id:
            return Answer(shortfall=FallbackReason.COLD)
        if not query.item_ids:
            return Answer()
        request = ask_to_rank(self.ranking_arn, query, self.extras)
        ranked = self._ask(
            query,
            lambda clients: read_answer(
                clients.runtime.get_personalized_ranking(**request),
                "personalizedRanking",
            ),
        )
        return complete(ranked, query.item_ids)

    def put_events(
        self, *, user_id: str, session_id: str, events: Sequence[Event]
    ) -> None:
        if not self.tracking_id:
            raise BackendNotConfigured(
                "Set PERSONALIZE_TRACKING_ID: events wait until it is known where to."
            )
        request = make_call(
            self.tracking_id,
            user_id=user_id,
            session_id=session_id,
            events=[make_event(event, properties=self.properties) for event in events],
        )
        try:
            self._call(lambda clients: clients.events.put_events(**request))
        except AmazonRefused as error:
            self._suspect_tracker(error)
            raise
        else:
            self._tracker_is_proven = True

    def _get_arn(self, use_case: UseCase) -> str:
        if use_case not in self.arns:
            raise BackendNotConfigured(f"No ARN is set for {use_case}.")
        return self.arns[use_case]

    def _recommend(self, arn: str, query: Query, narrowed: Narrowed) -> Answer:
        request = ask_for(arn, query, narrowed, self.extras)
        answer = self._ask(
            query,
            lambda clients: read_answer(
                clients.runtime.get_recommendations(**request),
                "itemList",
                reason=USE_CASE_REASONS[query.use_case],
                because_item_id=request.get("itemId", ""),
            ),
        )
        wanted = [each for each in answer.items if each.item_id not in query.exclude]
        return replace(answer, items=tuple(wanted[: how_many(query, narrowed)]))

    def _ask(self, query: Query, operation: Callable[[Clients], Answer]) -> Answer:
        # The clients are made in there too: finding credentials can take seconds.
        had_clients = self._clients.is_made
        try:
            return self._bulkhead.call(
                lambda: self._call(operation), seconds=query.seconds_left
            )
        except DeadlinePassed as error:
            if had_clients:
                raise
            # No reason for all processes to leave Amazon alone: this one is new.
            raise BackendNotAsked("The clients were still being made.") from error

    def _call(self, operation: Callable[[Clients], T]) -> T:
        try:
            with translated_errors():
                return operation(self._clients.get())
        except CredentialsRefused:
            # A file or a role may hold new ones, which a session would never look at.
            self._clients.forget()
            raise

    def _suspect_tracker(self, error: AmazonRefused) -> None:
        """Keep the events when the tracking id may be what is wrong, not they.

        Amazon documents one and the same error for both. A refusal is taken for the
        event's fault only if it names a part of the event, or this process has seen
        the tracker take others.
        """
        names_tracker = error.code == "ResourceNotFoundException" or NAMES_TRACKER(
            str(error)
        )
        if not names_tracker and (self._tracker_is_proven or NAMES_EVENT(str(error))):
            return
        raise BackendUnavailable(f"Check PERSONALIZE_TRACKING_ID. {error}") from error
