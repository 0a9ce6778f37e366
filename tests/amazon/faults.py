"""What can go wrong between us and Amazon.

``slow`` and ``hang`` wait before the request is looked at; a client that gives up
meanwhile has had nothing stored. ``lost`` stores and then drops the connection, which
is how a repeat of an event that already arrived comes about. ``drip``, ``rubbish`` and
``wrong-shape`` serve the request and spoil only the answer.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Lock

from tests.amazon.answers import Answer
from tests.amazon.errors import ForbiddenError, ServiceError

POLL_SECONDS = 0.02
DRIP_SECONDS = 0.01

WAITING = {"slow", "hang"}
WITHOUT_ANSWER = {"reset", "lost"}
ERRORS = {
    "500": ServiceError("InternalFailure", "An internal failure.", 500),
    "503": ServiceError("ServiceUnavailable", "The service is unavailable.", 503),
    "throttle": ServiceError("ThrottlingException", "Rate exceeded", 400),
    "expired": ForbiddenError(
        "ExpiredTokenException", "The security token is expired."
    ),
    "denied": ForbiddenError("AccessDeniedException", "The user is not authorized."),
}
HTML = Answer(
    status=502,
    body=b"<html><body><h1>502 Bad Gateway</h1></body></html>",
    content_type="text/html",
)
REFUSALS = {mode: Answer.from_error(error) for mode, error in ERRORS.items()}
REFUSALS["html"] = HTML

SPOILT_BODIES = {
    # botocore makes an answer without members of it, and raises nothing.
    "rubbish": b"<<<< this is not JSON >>>>",
    # The first is parsed by botocore as it stands; at the second it stumbles itself.
    "wrong-shape": json.dumps(
        {
            "itemList": [{"id": "1"}, {"itemId": None}, {"itemId": 7}, {}],
            "personalizedRanking": "soup",
        }
    ).encode(),
}
MODES = {"ok", "drip", *WAITING, *WITHOUT_ANSWER, *REFUSALS, *SPOILT_BODIES}


@dataclass(kw_only=True)
class Fault:
    mode: str
    seconds: float | None = None
    calls: int | None = None
    operation: str | None = None
    delay: float = 30

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise ValueError(f"{self.mode} is not one of {sorted(MODES)}.")
        self._started = time.monotonic()
        self._healed = Event()
        self._lock = Lock()

    def take(self, operation: str) -> str:
        """Return what befalls this request; ``ok`` when the fault is not for it."""
        if self.operation not in (None, operation) or self.is_over():
            return "ok"
        with self._lock:
            return self._take_one()

    def _take_one(self) -> str:
        if self.calls is None:
            return self.mode
        if self.calls <= 0:
            return "ok"
        self.calls -= 1
        return self.mode

    def is_over(self) -> bool:
        return self._healed.is_set() or (
            self.seconds is not None
            and time.monotonic() >= self._started + self.seconds
        )

    def end(self) -> None:
        self._healed.set()

    def wait(self, is_connected: Callable[[], bool]) -> bool:
        """Keep a request waiting; False when its client has gone meanwhile."""
        delay = self.delay if self.mode == "slow" else float("inf")
        end = time.monotonic() + delay
        while not self.is_over() and (left := end - time.monotonic()) > 0:
            if not is_connected():
                return False
            self._healed.wait(min(left, POLL_SECONDS))
        return is_connected()
