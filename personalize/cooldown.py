"""Leaving a failed backend alone, in all processes at once."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache

from personalize.conf import conf

LONGEST = 60.0
# While one request tries a backend again, the others do not.
PROBE_SECONDS = 2


# What this process knows by itself, when the cache is away too.
_own: dict[str, float] = {}


@dataclass(frozen=True, slots=True)
class CoolDown:
    """The state that all processes share for one backend, by its name.

    The first failure starts it. When it is over, one request may try again: success
    ends it, and another failure doubles it, up to a minute.
    """

    name: str

    @property
    def key(self) -> str:
        return f"personalize:cooldown:{self.name}"

    def is_active(self) -> bool:
        """Whether the backend must not be asked now, by this caller."""
        state = cache.get(self.key)
        if state is None:
            return time.time() < _own.get(self.name, 0)
        if time.time() < state["until"]:
            return True
        return not cache.add(f"{self.key}:probe", 1, PROBE_SECONDS)

    def start(self) -> None:
        """Begin, or go on for twice as long; a failure seen by many counts once."""
        state = cache.get(self.key, {"failures": 0, "until": 0})
        now = time.time()
        if now < state["until"]:
            return
        failures = state["failures"] + 1
        seconds = min(LONGEST, conf.COOL_DOWN * 2 ** (failures - 1))
        # Kept longer than it lasts, so that the next failure is known as a repeat.
        cache.set(
            self.key,
            {"failures": failures, "until": now + seconds},
            timeout=seconds + LONGEST,
        )
        cache.delete(f"{self.key}:probe")
        if self.key not in cache:
            _own[self.name] = now + seconds

    def end(self) -> None:
        if self.name in _own or self.key in cache:
            _own.pop(self.name, None)
            cache.delete_many([self.key, f"{self.key}:probe"])
