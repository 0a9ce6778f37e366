"""Ten calls a second is what Amazon takes of PutItems, and ten of PutUsers."""

from __future__ import annotations

import random
import time

from django.core.cache import cache

from personalize.exceptions import BackendNotAsked

# Nine, since calls that are begun a second apart may arrive closer to each other.
CALLS_PER_SECOND = 9
KEY = "personalize:records"
NAP = 0.05


def wait_for_turn(operation: str, *, deadline: float) -> None:
    """Wait until a call may be made. Raises BackendNotAsked when that is too late.

    Each call takes one of the slots for a second, by the clock of the cache. Without a
    cache all slots are free; Amazon then throttles, and the records are sent later.
    """
    while not _take_slot(operation):
        if time.monotonic() >= deadline:
            raise BackendNotAsked("Other workers have taken all turns.")
        time.sleep(NAP)


def _take_slot(operation: str) -> bool:
    slots = random.sample(range(CALLS_PER_SECOND), CALLS_PER_SECOND)
    return any(cache.add(f"{KEY}:{operation}:{slot}", 1, timeout=1) for slot in slots)
