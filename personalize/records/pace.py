"""Ten calls a second is what Amazon takes of PutItems, and ten of PutUsers."""

from __future__ import annotations

import random
import time

from django.core.cache import cache

# Nine, since calls that are begun a second apart may arrive closer to each other.
CALLS_PER_SECOND = 9
KEY = "personalize:records"
NAP = 0.05


def wait_for_turn(operation: str, *, deadline: float) -> bool:
    """Wait until a call may be made, by all processes together; False when too late.

    Each call takes one of the slots for a second, by the clock of the cache. Without a
    cache all slots are free; Amazon then throttles, and the records are sent later.
    """
    while not _take_slot(operation):
        if time.monotonic() > deadline:
            return False
        time.sleep(NAP)
    return True


def _take_slot(operation: str) -> bool:
    slots = random.sample(range(CALLS_PER_SECOND), CALLS_PER_SECOND)
    return any(cache.add(f"{KEY}:{operation}:{slot}", 1, timeout=1) for slot in slots)
