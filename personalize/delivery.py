"""Delivering stored events to the primary backend, at least once each."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from time import monotonic

from personalize.backends import get_primary
from personalize.models import Event
from personalize.sending import Outcome, Result, Sender, make_batches
from personalize.signals import events_delivered

logger = logging.getLogger(__name__)

# An event that went unanswered so often, alone in the end, kills whoever sends it.
GIVE_UP_AFTER = 10


def deliver_due(limit: int = 400) -> int:
    """Send what is due and return how many events were settled, either way.

    Zero means that nothing is due, or that the backend is down.
    """
    backend = get_primary()
    events = Event.objects.with_opt_outs().claim(limit)
    unwanted = _reject_unwanted(events)
    sender = Sender(backend)
    # Marked even when a call ended in an error nobody expected.
    try:
        sender.send_all(list(make_batches(_without(events, unwanted))))
    finally:
        settled = _mark(sender.results, backend.name)
    return settled + len(unwanted)


def deliver_all(
    *, seconds: float, should_stop: Callable[[], bool] = lambda: False
) -> int:
    """Deliver until nothing is due, the backend is down, or the time is over."""
    deadline = monotonic() + seconds
    total = 0
    while not should_stop() and (settled := deliver_due()):
        total += settled
        if monotonic() > deadline:
            break
    return total


def _reject_unwanted(events: Sequence[Event]) -> list[Event]:
    opted_out = [event for event in events if event.has_opted_out]
    deadly = [event for event in events if event.unanswered >= GIVE_UP_AFTER]
    for unwanted, reason in ((opted_out, "opted out"), (deadly, "kills its sender")):
        if unwanted:
            Event.objects.among(unwanted).mark_rejected(reason)
            logger.warning("%d events are not delivered: %s.", len(unwanted), reason)
    return opted_out + deadly


def _without(events: Sequence[Event], unwanted: Sequence[Event]) -> list[Event]:
    excluded = {event.pk for event in unwanted}
    return [event for event in events if event.pk not in excluded]


def _mark(results: Sequence[Result], backend: str) -> int:
    """Write down what became of the claim, with one UPDATE an outcome."""
    grouped: defaultdict[tuple[Outcome, str], list[Event]] = defaultdict(list)
    for result in results:
        grouped[result.outcome, result.reason].extend(result.events)
    for (outcome, reason), events in grouped.items():
        _mark_outcome(outcome, events, reason)
    delivered = grouped[Outcome.DELIVERED, ""]
    if delivered:
        events_delivered.send_robust(sender=Event, events=delivered, backend=backend)
    settled = (Outcome.DELIVERED, Outcome.REJECTED)
    return sum(len(events) for key, events in grouped.items() if key[0] in settled)


def _mark_outcome(outcome: Outcome, events: Sequence[Event], reason: str) -> None:
    rows = Event.objects.among(events)
    match outcome:
        case Outcome.DELIVERED:
            rows.mark_delivered()
        case Outcome.PUT_BACK:
            rows.put_back()
        case Outcome.POSTPONED:
            rows.postpone(reason)
            logger.warning("%d events are sent again later: %s", len(events), reason)
        case Outcome.REJECTED:
            rows.mark_rejected(reason)
            logger.warning("%d events were refused: %s", len(events), reason)
