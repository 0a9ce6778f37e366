from __future__ import annotations

import time
from collections.abc import Callable


def wait_until(is_true: Callable[[], bool], *, timeout: float = 30) -> None:
    """Wait for what happens outside the browser."""
    deadline = time.monotonic() + timeout
    while not is_true():
        assert time.monotonic() < deadline, "It did not happen."
        time.sleep(0.05)
