"""What workers do. Each task is safe to run twice, at the same time too."""

from __future__ import annotations

from celery import shared_task

from personalize import counting, delivery, training
from personalize.metrics import sending as metrics
from personalize.records import delivery as records
from personalize.records import drift

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


@shared_task(name="personalize.deliver_records")
def deliver_records() -> None:
    records.deliver_records(seconds=SECONDS)


# Of a large catalogue each item is read and compared.
@shared_task(name="personalize.mark_drift", soft_time_limit=1700, time_limit=1800)
def mark_drift() -> None:
    drift.mark_all_drift()
