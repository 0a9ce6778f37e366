"""Asking one backend: through the cache, and not while it is cooling down."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import replace

from django.core.cache import cache

from personalize.backends.base import Answer, BaseBackend, Query
from personalize.backends.devices import tell_device
from personalize.conf import conf
from personalize.cooldown import CoolDown
from personalize.engine.features import ANYTHING, ItemFilter
from personalize.enums import FallbackReason, UseCase
from personalize.exceptions import (
    BackendCoolingDown,
    BackendError,
    BackendRejected,
    BackendUnavailable,
)
from personalize.identity import Visitor
from personalize.metrics.measuring import measured
from personalize.page import Page

logger = logging.getLogger(__name__)

# Answers that are the same for all are asked for in nobody's name: one call serves
# every visitor, and no visitor's purchases show through.
EVERYONE = Visitor(session_id="everyone")
# To be raised when Answer or RecommendedItem change: old ones lie in the cache.
CACHE_FORMAT = 3
# A question the backend refused is not asked again for so long.
REFUSAL_TIMEOUT = 60
# While one request renews an old answer, the others go on with it.
RENEWAL_SECONDS = 5
KEPT_PAST_RENEWAL = 4


def ask(page: Page, backend: BaseBackend, query: Query) -> Answer:
    """Return the backend's answer, never an exception: a failure is a short answer."""
    if not backend.is_personal(query):
        query = replace(
            query, visitor=EVERYONE, history=(), exclude=frozenset(), device=""
        )
    try:
        return remember(
            make_key(page, backend, query),
            _get_timeout(backend, query.use_case),
            lambda: _call(page, backend, query, backend.get_recommendations),
        )
    except BackendError as error:
        return _absorb(backend, query, error)


def ask_ranking(page: Page, backend: BaseBackend, query: Query) -> Answer:
    """As ask(), for the order of a list. Lists differ too much to be cached."""
    try:
        return _call(page, backend, query, backend.get_personalized_ranking)
    except BackendError as error:
        return _absorb(backend, query, error)


def make_key(page: Page, backend: BaseBackend, query: Query) -> str:
    """Name the answer: one visitor's own until their next event, or everyone's."""
    is_own = query.visitor is not EVERYONE
    own = (query.visitor.id, page.history_marker, query.device) if is_own else ()
    # As tuples, not run together: an id that looks like another's must not be taken
    # for it.
    parts = (
        backend.name,
        str(query.use_case),
        query.num_results,
        query.item_ids,
        # A set has no order that all processes agree on.
        sorted(query.where.categories),
        query.where.min_price,
        query.where.max_price,
        own,
    )
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()
    return f"personalize:answer:{CACHE_FORMAT}:{digest[:40]}"


def remember(key: str, timeout: int, build: Callable[[], Answer]) -> Answer:
    """Return the cached answer; when it grows old, one caller at a time renews it."""
    kept = cache.get(key)
    if kept is not None:
        fresh_until, answer = kept
        if time.time() < fresh_until or not cache.add(
            f"{key}:renewal", 1, min(RENEWAL_SECONDS, timeout)
        ):
            kept_answer: Answer = answer
            return kept_answer
    answer = build()
    refused = answer.shortfall == FallbackReason.UNAVAILABLE
    seconds = REFUSAL_TIMEOUT if refused else timeout
    cache.set(key, (time.time() + seconds, answer), seconds * KEPT_PAST_RENEWAL)
    return answer


def make_query(
    page: Page,
    use_case: UseCase,
    *,
    item_ids: tuple[str, ...] = (),
    num_results: int,
    where: ItemFilter = ANYTHING,
) -> Query:
    """Put the question; only what is personal is asked in the visitor's name."""
    query = Query(use_case=use_case, visitor=EVERYONE, item_ids=item_ids, where=where)
    # More than are shown: some will be in the cart, sold out, or on the page already.
    query = replace(query, num_results=min(500, max(50, 2 * num_results + 10)))
    if not use_case.is_personal:
        return query
    return replace(
        query,
        visitor=page.visitor,
        history=page.history,
        exclude=_excluded_for_good(page, use_case),
        device=find_device(page),
    )


def find_device(page: Page) -> str:
    return tell_device(page.request.headers.get("User-Agent", ""))


def _excluded_for_good(page: Page, use_case: UseCase) -> frozenset[str]:
    if use_case == UseCase.RECOMMENDED_FOR_YOU:
        return page.purchased_ids
    return frozenset()


def _get_timeout(backend: BaseBackend, use_case: UseCase) -> int:
    named = conf.CACHE_TIMEOUTS.get(use_case)
    return named or backend.cache_timeout or conf.CACHE_TIMEOUT


def _call(
    page: Page,
    backend: BaseBackend,
    query: Query,
    operation: Callable[[Query], Answer],
) -> Answer:
    cool_down = CoolDown(backend.name)
    if cool_down.is_active():
        raise BackendCoolingDown(f"{backend.name} is cooling down.")
    try:
        with page.on_the_clock() as deadline, measured(backend.name):
            answer = operation(replace(query, deadline=deadline))
    except BackendUnavailable:
        cool_down.start()
        raise
    except BackendRejected as error:
        return _absorb(backend, query, error)
    # An answer without items may have been given without asking anybody.
    if answer.items:
        cool_down.end()
    return answer


def _absorb(backend: BaseBackend, query: Query, error: BackendError) -> Answer:
    if error.reason not in (
        FallbackReason.COOLING_DOWN,
        FallbackReason.NOT_CONFIGURED,
    ):
        logger.warning(
            "%s did not answer %s: %s",
            backend.name,
            query.use_case,
            error,
            exc_info=True,
        )
    return Answer(shortfall=error.reason)
