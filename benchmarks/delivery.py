from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import product

from django.conf import settings
from django.test.utils import override_settings

from benchmarks.measuring import Cost, Effort, Meter, Spread, describe
from benchmarks.report import Figure
from benchmarks.servers import DATABASE, TRACKING_ID, Amazon, emulated_amazon
from personalize.delivery import deliver_all
from personalize.enums import EventType
from personalize.models import Event

NAME = "delivery"
MEANING = "How fast the outbox empties after an outage: one relay, 24 threads."
SECONDS = 30
ROUNDS = 3
LATENCIES = (0.0, 0.03)
EVENTS_PER_SESSION = (1, 10)


def run(effort: Effort) -> Iterator[Figure]:
    """Drain the outbox to Amazon's emulator, which runs beside it."""
    Event.objects.mark_delivered()
    with emulated_amazon() as amazon, override_settings(PERSONALIZE=use(amazon)):
        fill(10, 10)
        drain()
        for latency, per_session in product(LATENCIES, EVENTS_PER_SESSION):
            amazon.take(latency)
            costs = [measure(effort.events, per_session) for _ in range(ROUNDS)]
            yield make_figure(costs, latency, per_session)


def use(amazon: Amazon) -> dict[str, object]:
    backend = {
        "BACKEND": "personalize.backends.aws.AmazonPersonalizeBackend",
        "OPTIONS": {
            "tracking_id": TRACKING_ID,
            "region": "eu-west-1",
            "events_endpoint_url": amazon.url,
        },
    }
    return settings.PERSONALIZE | {"BACKENDS": [backend]}


def measure(number: int, per_session: int) -> Cost:
    fill(number, per_session)
    return Meter(server=os.getpid(), database=DATABASE).measure(drain)


def fill(number: int, per_session: int) -> None:
    Event.objects.bulk_create(
        Event(
            event_type=EventType.VIEW,
            item_id=f"item-{index % 500}",
            session_id=f"s_{index // per_session}",
            visitor_id=f"s_{index // per_session}",
        )
        for index in range(number)
    )


def drain() -> int:
    delivered = deliver_all(seconds=SECONDS)
    if Event.objects.pending().exists():
        raise RuntimeError("Not all events could be delivered.")
    return delivered


def make_figure(costs: list[Cost], latency: float, per_session: int) -> Figure:
    return Figure(
        benchmark=NAME,
        name=f"Amazon at {1000 * latency:.0f} ms, {per_session} of each session",
        spread=Spread.of([1000 / cost.wall for cost in costs]),
        unit="events/s",
        detail=f"an event: {describe(costs)}",
        meaning=MEANING,
    )
