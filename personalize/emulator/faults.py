"""What can go wrong between a program and Amazon, on demand.

``latency`` and ``hang`` wait before the request is looked at; when the client gives up
meanwhile, nothing is done. ``reset`` drops the connection at once; ``lost`` does what
was asked and then drops it, which is how something comes to be asked twice. ``drip``,
``rubbish`` and ``wrong-shape`` serve the request and spoil the answer.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock

from personalize.emulator.answers import Answer
from personalize.emulator.errors import ServiceError
from personalize.emulator.service_models import OPERATIONS

POLL_SECONDS = 0.02
DRIP_SECONDS = 0.01

WAITING = {"latency", "hang"}
WITHOUT_ANSWER = {"reset", "lost"}
ERRORS: dict[str, tuple[str, str, int]] = {
    "500": ("InternalFailure", "An internal failure.", 500),
    "503": ("ServiceUnavailable", "The service is unavailable.", 503),
    "throttle": ("ThrottlingException", "Rate exceeded", 400),
    "expired": (
        "ExpiredTokenException",
        "The security token included in the request is expired",
        403,
    ),
    "denied": (
        "AccessDeniedException",
        "The user is not authorized to perform this operation.",
        403,
    ),
}
HTML = Answer(
    status=502,
    body=b"<html><body><h1>502 Bad Gateway</h1></body></html>",
    content_type="text/html",
)
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
MODES = {"html", "drip", *WAITING, *WITHOUT_ANSWER, *ERRORS, *SPOILT_BODIES}


@dataclass(kw_only=True)
class Fault:
    """Something that befalls requests: all, or those of one operation; for ever, for
    ``seconds``, or for so many ``calls``. ``delay`` is the latency."""

    mode: str
    operation: str | None = None
    seconds: float | None = None
    calls: int | None = None
    delay: float = 1
    begun: float = field(default_factory=time.monotonic, init=False)

    def __post_init__(self) -> None:
        if self.mode not in MODES:
            raise ValueError(f"mode must be one of {', '.join(sorted(MODES))}.")
        if self.operation is not None and self.operation not in OPERATIONS:
            raise ValueError(f"{self.operation} is no operation of Personalize.")
        for name in ("seconds", "calls", "delay"):
            _check_number(name, getattr(self, name))
        self._healed = Event()

    def fits(self, operation: str) -> bool:
        return self.operation in (None, operation) and not self.is_over()

    def is_over(self) -> bool:
        return self.calls == 0 or self._is_healed()

    def end(self) -> None:
        self._healed.set()

    def wait(self, is_connected: Callable[[], bool]) -> bool:
        """Keep a request waiting; False when its client has gone meanwhile."""
        delay = self.delay if self.mode == "latency" else float("inf")
        end = time.monotonic() + delay
        while not self._is_healed() and (left := end - time.monotonic()) > 0:
            if not is_connected():
                return False
            self._healed.wait(min(left, POLL_SECONDS))
        return is_connected()

    def _is_healed(self) -> bool:
        # A fault for one call is used up by the request that now waits.
        return self._healed.is_set() or (
            self.seconds is not None and time.monotonic() >= self.begun + self.seconds
        )


def _check_number(name: str, value: object) -> None:
    if value is not None and not (isinstance(value, (int, float)) and value >= 0):
        raise ValueError(f"{name} must be a number that is not negative.")


class Faults:
    """The faults in force; the newest that fits a request befalls it."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = Lock()

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._faults.insert(0, fault)

    def clear(self) -> None:
        with self._lock:
            for fault in self._faults:
                fault.end()
            self._faults.clear()

    def get_all(self) -> list[Fault]:
        with self._lock:
            self._faults = [fault for fault in self._faults if not fault.is_over()]
            return list(self._faults)

    def take(self, operation: str) -> Fault | None:
        with self._lock:
            fault = next((f for f in self._faults if f.fits(operation)), None)
            if fault is not None and fault.calls is not None:
                fault.calls -= 1
            return fault


def make_error(mode: str) -> ServiceError | None:
    if mode not in ERRORS:
        return None
    code, message, status = ERRORS[mode]
    return ServiceError(message, code=code, status=status)
