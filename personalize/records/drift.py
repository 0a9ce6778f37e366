"""Finding what differs from what was sent: bulk updates and SQL send no signals."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.cache import cache

from personalize.models import DatasetRecord
from personalize.records.describing import describe
from personalize.records.marking import AT_ONCE, CHUNK, in_chunks, read_ids
from personalize.records.target import Dataset, Target, get_target

# A broker that waits too long for a sign of life starts a task a second time.
LOCK = "personalize:drift"
LOCKED = 1800


def mark_all_drift() -> int:
    """Mark what differs of items and users; say how many. One process at a time."""
    if not cache.add(LOCK, 1, timeout=LOCKED):
        return 0
    try:
        return sum(mark_drift(dataset) for dataset in Dataset)
    finally:
        cache.delete(LOCK)


def mark_drift(dataset: Dataset) -> int:
    target = get_target()
    if target is None:
        return 0
    return _mark_unknown(dataset) + _mark_changed(target, dataset)


def _mark_unknown(dataset: Dataset) -> int:
    """Mark those of which Amazon was never told."""
    records = DatasetRecord.objects.of_dataset(dataset)
    marked = 0
    for chunk in in_chunks(read_ids(dataset)):
        known = records.known_ids(chunk)
        marked += _mark(dataset, [each for each in chunk if each not in known])
    return marked


def _mark_changed(target: Target, dataset: Dataset) -> int:
    sent = DatasetRecord.objects.of_dataset(dataset).sent().order_by("pk")
    marked = 0
    for chunk in in_chunks(sent.iterator(chunk_size=CHUNK)):
        news = [each for each in describe(target, dataset, chunk) if each.is_news]
        marked += _mark(dataset, [each.record.record_id for each in news])
    return marked


def _mark(dataset: Dataset, record_ids: Sequence[str]) -> int:
    for record_id in record_ids:
        DatasetRecord.objects.mark(dataset, record_id, wait=AT_ONCE)
    return len(record_ids)
