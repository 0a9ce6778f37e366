from __future__ import annotations

import time
from threading import Condition


class Clock:
    """The time of the emulator, which can be put forward."""

    def __init__(self, ahead: float = 0) -> None:
        self._ahead = ahead
        self._changed = Condition()
        self._stopped = False

    def now(self) -> float:
        return time.time() + self._ahead

    def forward(self, seconds: float) -> None:
        with self._changed:
            self._ahead += seconds
            self._changed.notify_all()

    def wait_until(self, moment: float) -> bool:
        """Sleep until then; False when the emulator was closed meanwhile."""
        with self._changed:
            while not self._stopped and (left := moment - self.now()) > 0:
                self._changed.wait(left)
            return not self._stopped

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
