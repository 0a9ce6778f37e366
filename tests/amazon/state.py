"""What the stand-in knows and remembers; it outlives a stop and a start."""

from __future__ import annotations

import os
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from tests.amazon.faults import Fault


@dataclass(slots=True, kw_only=True)
class Call:
    """One request. Its status is 0 until, and unless, an answer is decided."""

    operation: str
    body: dict[str, Any]
    status: int = 0
    at: float = field(default_factory=time.time)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    event_id: str
    event_type: str
    item_id: str
    user_id: str | None
    session_id: str
    sent_at: int
    body: dict[str, Any]

    @classmethod
    def from_call(cls, call: dict[str, Any], event: dict[str, Any]) -> StoredEvent:
        return cls(
            event_id=event.get("eventId") or str(uuid.uuid4()),
            event_type=event["eventType"],
            item_id=event["itemId"],
            user_id=call.get("userId"),
            session_id=call["sessionId"],
            sent_at=event["sentAt"],
            body=event,
        )

    @property
    def log_line(self) -> str:
        user_id = self.user_id or "-"
        words = (self.event_id, self.item_id, self.sent_at, user_id, self.session_id)
        return " ".join(map(str, words)) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommender:
    """A campaign or a recommender: both answer with a list of items."""

    arn: str
    item_ids: list[str]
    active: bool = True
    recipe: str

    @property
    def is_campaign(self) -> bool:
        return ":campaign/" in self.arn


class State:
    def __init__(self, *, tracking_id: str, log_path: Path | None) -> None:
        self.tracking_id = tracking_id
        self.log_path = log_path
        self.calls: list[Call] = []
        self.events: list[StoredEvent] = []
        self.poison: set[str] = set()
        # The expression of each, or nothing for one that takes whatever it is given.
        self.filters: dict[str, str] = {}
        # What filters, promotions and metadata look at.
        self.items: dict[str, dict[str, Any]] = {}
        self.purchases: dict[str, set[str]] = {}
        self.reasons: dict[str, list[str]] = {}
        self.has_metadata = False
        self.recommenders: dict[str, Recommender] = {}
        self.fault = Fault(mode="ok")
        self._lock = Lock()

    def put_events_calls(self) -> list[dict[str, Any]]:
        accepted = (call for call in list(self.calls) if call.status == 200)
        return [call.body for call in accepted if call.operation == "PutEvents"]

    def recommend(
        self,
        arn: str,
        item_ids: list[str],
        *,
        active: bool = True,
        recipe: str | None = None,
    ) -> None:
        """Let an ARN answer with these items; the recipe is told by its name if need
        be, and decides which of userId and itemId a request must carry."""
        name = recipe or arn.rpartition("/")[2]
        self.recommenders[arn] = Recommender(
            arn=arn, item_ids=list(item_ids), active=active, recipe=name
        )

    def fail(
        self,
        mode: str,
        *,
        seconds: float | None = None,
        calls: int | None = None,
        operation: str | None = None,
        delay: float = 30,
    ) -> None:
        self.fault.end()
        self.fault = Fault(
            mode=mode, seconds=seconds, calls=calls, operation=operation, delay=delay
        )

    def heal(self) -> None:
        self.fail("ok")

    def store(self, events: list[StoredEvent]) -> None:
        with self._lock:
            self.events.extend(events)
            self._append_to_log("".join(event.log_line for event in events))

    def _append_to_log(self, lines: str) -> None:
        if self.log_path is None:
            return
        # One write with O_APPEND: neither threads nor a kill can tear a line.
        flags = os.O_APPEND | os.O_CREAT | os.O_WRONLY
        descriptor = os.open(self.log_path, flags, 0o644)
        try:
            os.write(descriptor, lines.encode())
        finally:
            os.close(descriptor)
