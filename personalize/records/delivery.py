"""Putting to Amazon what is due of items and users, until it has been taken."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from time import monotonic

from django.core.cache import cache

from personalize.enums import EventStatus
from personalize.exceptions import (
    BackendNotAsked,
    BackendRejected,
    BackendUnavailable,
)
from personalize.models import DatasetRecord
from personalize.records.describing import Statement, describe
from personalize.records.target import Dataset, DatasetMissing, Door, get_door

logger = logging.getLogger(__name__)

# What PutItems and PutUsers take.
RECORDS_PER_CALL = 10
CLAIM = 100
# Seconds after which no further call is begun: the last must end before the lease.
PATIENCE = 30
# Seconds for which a dataset that is not there is not asked for again.
ABSENCE = 600


def deliver_records(*, seconds: float) -> int:
    """Deliver both datasets until nothing is due, Amazon is down, or time is over.

    Says how many records were settled, either way.
    """
    deadline = monotonic() + seconds
    return sum(deliver_dataset(each, deadline=deadline) for each in Dataset)


def deliver_dataset(dataset: Dataset, *, deadline: float) -> int:
    total = 0
    while settled := deliver_due(dataset):
        total += settled
        if monotonic() > deadline:
            break
    return total


def deliver_due(dataset: Dataset, limit: int = CLAIM) -> int:
    """Send what is due of a dataset; zero where nothing is, or Amazon is down."""
    door = get_door()
    if door is None or cache.get(_get_absence_key(door, dataset)):
        return 0
    records = DatasetRecord.objects.of_dataset(dataset).claim(limit)
    if not records:
        return 0
    courier = Courier(door, dataset)
    courier.carry(list(describe(door.target, dataset, records)))
    return courier.settled


def hurry(dataset: Dataset) -> None:
    """Try at once what has failed: what was in its way may have been mended."""
    door = get_door()
    if door is not None:
        cache.delete(_get_absence_key(door, dataset))
    DatasetRecord.objects.of_dataset(dataset).hurry()


class Courier:
    """Carries one claim. After the first failure no call is begun."""

    def __init__(self, door: Door, dataset: Dataset) -> None:
        self.settled = 0
        self._door = door
        self._dataset = dataset
        self._deadline = monotonic() + PATIENCE
        self._is_failing = False

    def carry(self, statements: Sequence[Statement]) -> None:
        for statement in statements:
            if not statement.is_news:
                self._settle(statement, statement.problem)
        news = [each for each in statements if each.is_news]
        for batch in _in_calls(news):
            self._put(batch)

    def _put(self, batch: Sequence[Statement]) -> None:
        if self._is_failing:
            self._put_back(batch)
        else:
            self._try(batch)

    def _try(self, batch: Sequence[Statement]) -> None:
        records = {each.record.record_id: each.properties or {} for each in batch}
        try:
            self._door.put(self._dataset, records, deadline=self._deadline)
        except BackendNotAsked:
            self._put_back(batch)
        except BackendRejected as error:
            self._isolate(batch, str(error))
        except BackendUnavailable as error:
            self._postpone(batch, error)
        else:
            self._settle_all(batch)

    def _isolate(self, batch: Sequence[Statement], reason: str) -> None:
        """Halve a refused batch until what is refused stands alone."""
        if len(batch) == 1:
            self._settle(batch[0], reason)
            return
        middle = len(batch) // 2
        for half in (batch[:middle], batch[middle:]):
            self._put(half)

    def _settle_all(self, batch: Sequence[Statement]) -> None:
        for each in batch:
            self._settle(each)

    def _settle(self, statement: Statement, problem: str = "") -> None:
        record = statement.record
        sent = {"digest": statement.digest, "properties": statement.properties}
        DatasetRecord.objects.settle(
            record,
            EventStatus.REJECTED if problem else EventStatus.DELIVERED,
            error=problem,
            sent=sent if statement.is_news and not problem else None,
        )
        self.settled += 1
        if problem:
            logger.warning("%s is refused: %s", record, problem)

    def _postpone(self, batch: Sequence[Statement], error: BackendUnavailable) -> None:
        self._is_failing = True
        if isinstance(error, DatasetMissing):
            cache.set(_get_absence_key(self._door, self._dataset), 1, timeout=ABSENCE)
        logger.warning("%s are sent again later: %s", self._dataset.label, error)
        # One at a time: a transaction that marks several might wait for some of them.
        for each in batch:
            DatasetRecord.objects.among([each.record]).postpone(str(error))

    def _put_back(self, batch: Sequence[Statement]) -> None:
        for each in batch:
            DatasetRecord.objects.among([each.record]).put_back()


def _in_calls(statements: Sequence[Statement]) -> Iterator[Sequence[Statement]]:
    for start in range(0, len(statements), RECORDS_PER_CALL):
        yield statements[start : start + RECORDS_PER_CALL]


def _get_absence_key(door: Door, dataset: Dataset) -> str:
    return f"personalize:no-dataset:{door.target.get_arn(dataset)}"
