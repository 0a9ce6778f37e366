"""Putting events to a backend from many threads. No database here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import groupby
from operator import attrgetter
from threading import Event as Flag
from time import monotonic

from personalize.backends.base import BaseBackend
from personalize.exceptions import (
    BackendNotConfigured,
    BackendRejected,
    BackendUnavailable,
)
from personalize.models import Event

# PutEvents takes at most this many events, all of one session and one user.
EVENTS_PER_CALL = 10
# At 30 ms a call one thread sends 30 calls a second; 24 send about 560.
THREADS = 24
# Seconds after which no further call is begun and what is left goes back: the last
# call must end before the lease does.
PATIENCE = 30

by_session = attrgetter("user_id", "session_id")
in_order = attrgetter("user_id", "session_id", "timestamp", "pk")


class Outcome(Enum):
    DELIVERED = auto()
    # Refused by name: sending it again would be refused again.
    REJECTED = auto()
    # Tried in vain, to be tried later.
    POSTPONED = auto()
    # Not tried.
    PUT_BACK = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one call carries."""

    user_id: str
    session_id: str
    events: Sequence[Event]

    def halves(self) -> tuple[Batch, Batch]:
        middle = len(self.events) // 2
        return (
            replace(self, events=self.events[:middle]),
            replace(self, events=self.events[middle:]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    outcome: Outcome
    events: Sequence[Event]
    reason: str = ""


def make_batches(events: Sequence[Event]) -> Iterator[Batch]:
    for (user_id, session_id), group in groupby(
        sorted(events, key=in_order), by_session
    ):
        session = list(group)
        for start in range(0, len(session), EVENTS_PER_CALL):
            chunk = session[start : start + EVENTS_PER_CALL]
            yield Batch(user_id=user_id, session_id=session_id, events=chunk)


class Sender:
    """Sends one claim. After the first failure of the backend no call is begun."""

    def __init__(self, backend: BaseBackend) -> None:
        self.backend = backend
        self.results: list[Result] = []
        self._deadline = monotonic() + PATIENCE
        self._is_failing = Flag()

    def send_all(self, batches: Sequence[Batch]) -> None:
        """Send the sessions side by side, the batches of each one after the other."""
        # The first call goes alone: a backend that is down says so once, not 24 times.
        for batch in batches[:1]:
            self.send(batch)
        with ThreadPoolExecutor(THREADS) as pool:
            sessions = [
                pool.submit(self.send_session, list(session))
                for _, session in groupby(batches[1:], by_session)
            ]
        # All have ended; an error nobody expected is raised here.
        for session in sessions:
            session.result()

    def send_session(self, batches: Sequence[Batch]) -> None:
        for batch in batches:
            self.send(batch)

    def send(self, batch: Batch) -> None:
        if self._is_failing.is_set() or monotonic() > self._deadline:
            self._note(Outcome.PUT_BACK, batch)
            return
        try:
            self._put(batch)
        except BackendRejected as error:
            self._isolate(batch, str(error))
        except (BackendUnavailable, BackendNotConfigured) as error:
            self._is_failing.set()
            self._note(Outcome.POSTPONED, batch, str(error))
        else:
            self._note(Outcome.DELIVERED, batch)

    def _put(self, batch: Batch) -> None:
        self.backend.put_events(
            user_id=batch.user_id, session_id=batch.session_id, events=batch.events
        )

    def _isolate(self, batch: Batch, reason: str) -> None:
        """Halve a refused batch until what is refused stands alone."""
        if len(batch.events) == 1:
            self._note(Outcome.REJECTED, batch, reason)
            return
        for half in batch.halves():
            self.send(half)

    def _note(self, outcome: Outcome, batch: Batch, reason: str = "") -> None:
        self.results.append(Result(outcome=outcome, events=batch.events, reason=reason))
