from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

# More than a test makes, few enough to be kept for weeks.
KEPT = 10_000


@dataclass(slots=True, kw_only=True)
class LoggedRequest:
    """One request. Its status is 0 until, and unless, an answer is decided."""

    operation: str
    body: dict[str, Any] | None
    at: float
    status: int = 0
    error: str | None = None


class RequestLog:
    def __init__(self) -> None:
        self._requests: deque[LoggedRequest] = deque(maxlen=KEPT)

    def add(self, request: LoggedRequest) -> None:
        self._requests.append(request)

    def clear(self) -> None:
        self._requests.clear()

    def get_all(self, operation: str | None = None) -> list[LoggedRequest]:
        return [r for r in list(self._requests) if operation in (None, r.operation)]
