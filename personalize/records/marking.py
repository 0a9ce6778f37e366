"""Noting that Amazon is to be told of an item or a user, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import TypeVar

from personalize.datasets.columns import is_id
from personalize.datasets.item_rows import read_item_rows
from personalize.datasets.user_rows import read_user_rows
from personalize.models import DatasetRecord
from personalize.records.target import Dataset, get_target

T = TypeVar("T")

CHUNK = 500
AT_ONCE = timedelta(0)
READERS = {Dataset.ITEMS: read_item_rows, Dataset.USERS: read_user_rows}


def mark_items(*item_ids: str) -> None:
    """Have these items sent, as they will be then; nothing without a dataset group.

    For what changes items past Model.save(), such as an update() of many.
    """
    _mark(Dataset.ITEMS, item_ids)


def mark_users(*user_ids: str) -> None:
    """Have these users, u_ ids, sent."""
    _mark(Dataset.USERS, user_ids)


def mark_all(dataset: Dataset) -> int:
    """Have all sent now, whatever Amazon may know of them; say how many."""
    records = DatasetRecord.objects.of_dataset(dataset)
    records.forget_sent()
    total = 0
    for record_id in read_ids(dataset):
        records.mark(dataset, record_id, wait=AT_ONCE)
        total += 1
    return total


def read_ids(dataset: Dataset) -> Iterator[str]:
    """Give the ids of all that the shop would tell of today."""
    ids = (str(record_id) for record_id, *_ in READERS[dataset]())
    return filter(is_id, ids)


def in_chunks(stream: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(stream)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _mark(dataset: Dataset, record_ids: Iterable[str]) -> None:
    if get_target() is None:
        return
    for record_id in sorted(filter(is_id, record_ids)):
        DatasetRecord.objects.mark(dataset, record_id)
