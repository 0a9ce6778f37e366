"""What workers do. Each task is safe to run twice, at the same time too."""

from __future__ import annotations

from celery import shared_task

from personalize import counting, delivery, training
from personalize.metrics import sending as metrics

# A task stops after so long, for others to have their turn; the beat goes on with the
# rest.
SECONDS = 10


@shared_task(name="personalize.deliver_events")
def deliver_events() -> None:
    delivery.deliver_all(seconds=SECONDS)


@shared_task(name="personalize.count_events")
def count_events() -> None:
    counting.count_events(seconds=SECONDS)


# Longer than the broker waits for a sign of life: a second start finds the lock taken.
@shared_task(name="personalize.train_model", soft_time_limit=1700, time_limit=1800)
def train_model() -> None:
    training.train_nightly()


@shared_task(name="personalize.train_if_due", soft_time_limit=1700, time_limit=1800)
def train_if_due() -> None:
    training.train_if_due()


@shared_task(name="personalize.send_metrics")
def send_metrics() -> None:
    metrics.send_metrics()
