"""Bringing what has just happened into the model that this process answers from.

Each process reads the table of events by itself, from where the training of its model
ended, and only when it is asked for an answer: no broker, and nothing to lose.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime
from itertools import takewhile
from threading import Lock
from time import monotonic
from typing import NamedTuple

from django.db import Error, connection, transaction

from personalize.engine.model_store import Loaded, ModelStore
from personalize.engine.recommender import Recommender
from personalize.models import Event

logger = logging.getLogger(__name__)

# Seconds between two looks at the table, and between two while there is more to read.
POLL_EVERY = 0.75
POLL_WHEN_BEHIND = 0.1
# Rows that one look takes in: some ten milliseconds of one answer.
ROWS_PER_POLL = 2_000
# A process that starts takes in so many events since the training, the newest.
ROWS_TO_REPLAY = 50_000
# So many rows that are not settled are read again; what is still late is left to the
# next training.
ROWS_TO_REPEAT = 5_000


class Row(NamedTuple):
    visitor_id: str
    item_id: str
    event_type: str
    timestamp: datetime
    pk: int
    is_settled: bool


class Feed:
    """The events that one model has been given since its training.

    Rows are read again until nothing can appear before them, since transactions do not
    commit in the order of their keys; each is given once.
    """

    def __init__(self, model: Recommender, cursor: int) -> None:
        self.model = model
        self._settled = cursor
        self._given: set[int] = set()

    def read(self) -> list[Row]:
        events = Event.objects.after(self._settled).instructive().in_order()
        columns = events.with_is_settled().to_learn_from("pk", "is_settled")
        # Whatever is read again, there is room for as much that is new.
        return [Row(*row) for row in columns[: ROWS_PER_POLL + len(self._given)]]

    def give(self, rows: Sequence[Row]) -> int:
        """Let the model learn what is new among the rows; return how many are."""
        new = [row for row in rows if row.pk not in self._given]
        if new:
            self.model.partial_fit(
                [row.visitor_id for row in new],
                [row.item_id for row in new],
                [row.event_type for row in new],
                [row.timestamp.timestamp() for row in new],
            )
        self._move_on(rows)
        return len(new)

    def _move_on(self, rows: Sequence[Row]) -> None:
        self._given.update(row.pk for row in rows)
        for row in takewhile(lambda row: row.is_settled, rows):
            self._settled = row.pk
        if len(self._given) > ROWS_TO_REPEAT:
            self._settled = max(self._settled, sorted(self._given)[-ROWS_TO_REPEAT])
        self._given = {pk for pk in self._given if pk > self._settled}


class LiveEvents:
    """Keeps the model of a store up to date, for all threads of a process.

    One thread at a time looks for new events; the others go on with what is there, as
    all do when the database does not answer.
    """

    def __init__(self, models: ModelStore) -> None:
        self._models = models
        self._lock = Lock()
        self._feed: Feed | None = None
        self._due_at = 0.0
        self._is_failing = False

    def get_model(self) -> Recommender | None:
        """Return the store's model, with what has happened since its training."""
        loaded = self._models.get_loaded()
        if loaded is None:
            return None
        if self._is_due(loaded) and self._lock.acquire(blocking=False):
            try:
                self._poll()
            finally:
                self._lock.release()
        return loaded.model

    def _is_due(self, loaded: Loaded) -> bool:
        is_new = self._feed is None or self._feed.model is not loaded.model
        return monotonic() >= self._due_at or (is_new and not self._is_failing)

    def _poll(self) -> None:
        # Asked for again behind the lock, where no thread comes with an older model.
        loaded = self._models.get_loaded()
        if loaded is None or not self._is_due(loaded):
            return
        try:
            num_new = self._give_new_events(loaded)
        except Error:
            self._absorb_failure()
            return
        is_behind = num_new >= ROWS_PER_POLL
        self._due_at = monotonic() + (POLL_WHEN_BEHIND if is_behind else POLL_EVERY)
        self._is_failing = False

    def _give_new_events(self, loaded: Loaded) -> int:
        # A savepoint keeps an error out of the page's transaction. Where there is none,
        # none is begun: SQLite's would wait for whoever writes.
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            if self._feed is None or self._feed.model is not loaded.model:
                self._feed = Feed(loaded.model, _find_start(loaded))
            rows = self._feed.read()
        return self._feed.give(rows)

    def _absorb_failure(self) -> None:
        if not self._is_failing:
            logger.warning(
                "New events cannot be read; answers go on without them.", exc_info=True
            )
        self._is_failing = True
        self._due_at = monotonic() + POLL_EVERY
        # The page that asks has queries of its own to come.
        if not connection.in_atomic_block:
            connection.close_if_unusable_or_obsolete()


def _find_start(loaded: Loaded) -> int:
    """Return the key after which this model is to be given events."""
    cursor = loaded.version.cursor
    if cursor is None:
        # How far its training had read is not known, and nothing may be learnt twice.
        return Event.objects.newest_pk()
    newer = Event.objects.after(cursor)
    return max(cursor, newer.newest_pk(skipped=ROWS_TO_REPLAY))
