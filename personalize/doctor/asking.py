"""Asking Amazon one thing after the other, never for longer than an operator waits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from time import monotonic
from typing import Any, TypeVar

from botocore.exceptions import ClientError

from personalize.backends.amazon_errors import translated_errors
from personalize.backends.bulkhead import Bulkhead
from personalize.exceptions import BackendError, BackendNotAsked, BackendTimeout
from personalize.metrics.amazon import AmazonClients

T = TypeVar("T")

# Seconds for one call; an examination has seconds of its own.
CALL_SECONDS = 6.0
DENIED = {"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"}


class RefusedError(BackendError):
    """Amazon answered, and said no."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(f"{code}: {message}")
        self.code = code

    @property
    def is_denied(self) -> bool:
        return self.code in DENIED


class Asking:
    """Calls in threads that are left when they are late.

    After a call that nobody answered the rest are not made: each would wait as long.
    ``skew`` is how far this machine's clock is ahead of Amazon's, once it has answered.
    """

    def __init__(self, clients: AmazonClients, *, seconds: float = 60) -> None:
        self.clients = clients
        self.skew: timedelta | None = None
        self._bulkhead = Bulkhead(4)
        self._deadline = monotonic() + seconds
        self._silence = ""

    @property
    def seconds_left(self) -> float:
        return max(0.0, self._deadline - monotonic())

    def ask(self, service: str, operation: str, **arguments: Any) -> dict[str, Any]:
        """Return the answer, or raise RefusedError or another BackendError."""
        call = partial(self._call, service, operation, arguments)
        return self.wait_for(call)

    def wait_for(self, function: Callable[[], T]) -> T:
        if self._silence:
            raise BackendNotAsked(f"Not asked, after: {self._silence}")
        try:
            return self.aside(partial(_translate, function))
        except BackendTimeout as error:
            self._silence = str(error)
            raise

    def aside(self, function: Callable[[], T]) -> T:
        """Wait for something that is not Amazon's, whether or not that is silent."""
        seconds = min(self.seconds_left, CALL_SECONDS)
        return self._bulkhead.call(function, seconds=seconds)

    def _call(
        self, service: str, operation: str, arguments: dict[str, Any]
    ) -> dict[str, Any]:
        client = self.clients.get(service)
        try:
            answer: dict[str, Any] = getattr(client, operation)(**arguments)
        except ClientError as error:
            self._compare_clocks(dict(error.response))
            said = error.response["Error"]
            raise RefusedError(said.get("Code", ""), said.get("Message", "")) from error
        self._compare_clocks(answer)
        return answer

    def _compare_clocks(self, answer: dict[str, Any]) -> None:
        headers = answer.get("ResponseMetadata", {}).get("HTTPHeaders", {})
        if date := headers.get("date"):
            self.skew = datetime.now(UTC) - parsedate_to_datetime(date)


def _translate(function: Callable[[], T]) -> T:
    with translated_errors():
        return function()
