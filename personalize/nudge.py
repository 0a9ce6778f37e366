"""Waking the delivery after an event, at a price no page can feel."""

from __future__ import annotations

import logging
from time import monotonic

from celery import current_app
from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from personalize.counting import count_batch
from personalize.delivery import deliver_due
from personalize.tasks import deliver_events

logger = logging.getLogger(__name__)

KEY = "personalize:nudge"
# One nudge in so many seconds is enough.
INTERVAL = 1
# After a failure, or a nudge that took longer than SLOW, none for so many seconds: the
# beat delivers meanwhile.
PAUSE = 30
SLOW = 1
# Seconds after which a nudge is worth nothing: the beat has done its work.
EXPIRES = 4
# How much a process without workers delivers inside a request.
EAGER_LIMIT = 50


class Nudge:
    """One per process: knows when the next nudge may be given."""

    def __init__(self) -> None:
        self.not_before = 0.0

    def __call__(self) -> None:
        started = monotonic()
        if started < self.not_before:
            return
        self.not_before = started + INTERVAL
        try:
            _wake()
        except (OperationalError, RedisError, OSError):
            self.pause("The broker cannot be reached")
        else:
            if monotonic() - started > SLOW:
                self.pause("The last nudge was slow")

    def pause(self, reason: str) -> None:
        self.not_before = monotonic() + PAUSE
        logger.warning("%s: no nudges for %s s.", reason, PAUSE)


nudge = Nudge()


def _wake() -> None:
    if not cache.add(KEY, 1, timeout=INTERVAL):
        return
    if current_app.conf.task_always_eager:
        _work_here()
    else:
        deliver_events.apply_async(expires=EXPIRES)


def _work_here() -> None:
    """Do what worker and beat would, a little at a time: there are none."""
    deliver_due(limit=EAGER_LIMIT)
    count_batch()
