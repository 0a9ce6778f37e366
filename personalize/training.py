"""Train the embedded recommender on the stored events."""

from __future__ import annotations

import fcntl
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

from django.utils import timezone

from personalize.conf import conf
from personalize.datasets.features import read_features
from personalize.engine.event_log import EventLog
from personalize.engine.model_store import ModelStore
from personalize.engine.recommender import Recommender
from personalize.models import Event

logger = logging.getLogger(__name__)

CHUNK = 20_000
# How often reading tells how far it is.
EVENTS_PER_REPORT = 1_000_000
# The newest events say most, and bound the memory: 17 bytes each, and their ids.
MAX_EVENTS = 10_000_000
# Seconds in which transactions end that were storing an event when training began.
SETTLING = 1.0
# Trained every night, a model is older only when a night was missed.
OLDEST = timedelta(hours=26)

RECENT = timedelta(hours=1)

# Takes a sentence about what is being done.
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSummary:
    """What a training learnt; ``version`` is empty when it stored no model.

    ``refusal`` says why the version that was stored is not used.
    """

    version: str = ""
    refusal: str = ""
    num_events: int = 0
    num_visitors: int = 0
    num_items: int = 0
    num_pairs: int = 0
    seconds: float = 0.0
    is_skipped: bool = False

    def __str__(self) -> str:
        if self.is_skipped:
            return "Another training is running; this one was left out."
        learnt = (
            f"{self.num_events:,} events of {self.num_visitors:,} visitors on "
            f"{self.num_items:,} items"
        )
        if not self.version:
            return (
                f"Too little to learn from: {learnt} hold no pair of items that "
                "several visitors share. A model that is there stays in use."
            )
        return (
            f"Learnt {self.num_pairs:,} pairs from {learnt} in {self.seconds:.1f} s: "
            f"version {self.version}{self._describe_refusal()}."
        )

    def _describe_refusal(self) -> str:
        if not self.refusal:
            return ""
        return (
            f", which is not used. {self.refusal} "
            "`train_recommender --force` uses what it learns in any case"
        )


def train_model(
    *, force: bool = False, report: Report = logger.info
) -> TrainingSummary:
    """Train, and store the model for all processes to load, unless a training runs.

    A model whose offline score fell is not used, unless by force.
    """
    with _only_one(conf.MODEL_DIR) as is_alone:
        if not is_alone:
            return TrainingSummary(is_skipped=True)
        return _train(force=force, report=report)


def train_nightly() -> TrainingSummary | None:
    """Train, unless that has just been done.

    A broker that hears nothing of a long task hands it out again.
    """
    versions = ModelStore(conf.MODEL_DIR).versions
    if versions and timezone.now() - versions[-1].made_at < RECENT:
        return None
    return train_model()


def train_if_due() -> TrainingSummary | None:
    """Train before the night when there is no model, or it knows half of what is."""
    return train_model() if is_training_due() else None


def is_training_due() -> bool:
    newest = Event.objects.newest_pk()
    versions = ModelStore(conf.MODEL_DIR).versions
    if not versions:
        return newest > 0
    last = versions[-1]
    if last.cursor is None or timezone.now() - last.made_at > OLDEST:
        return True
    # Counted by keys, since counting rows reads them all. Fewer than there were: this
    # is another table.
    added = newest - last.cursor
    return added < 0 or added >= last.num_events > 0


def read_events(*, cursor: int | None = None, report: Report = logger.info) -> EventLog:
    """Read the events a chunk at a time: their rows never are in memory together."""
    log = EventLog()
    events = Event.objects.instructive().of_willing()
    known = events if cursor is None else events.up_to(cursor)
    rows = known.newest_first().to_learn_from()[:MAX_EVENTS]
    stream = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        visitor_ids, item_ids, event_types, timestamps = zip(*chunk, strict=True)
        seconds = (moment.timestamp() for moment in timestamps)
        log.extend(visitor_ids, item_ids, event_types, seconds)
        if len(log) % EVENTS_PER_REPORT == 0:
            report(f"{len(log):,} events read …")
    # What happened within the same second is learnt in the order it was stored in.
    return log.reverse()


def take_cursor() -> int:
    """Return the key up to which there is to read; no smaller one appears any more."""
    cursor = Event.objects.newest_pk()
    time.sleep(SETTLING)
    return cursor


def _train(*, force: bool, report: Report) -> TrainingSummary:
    started = time.perf_counter()
    cursor = take_cursor()
    report("Reading the events …")
    log = read_events(cursor=cursor, report=report)
    report(f"Learning from {len(log):,} events …")
    model = Recommender().fit_log(log, features=read_features())
    summary = TrainingSummary(
        num_events=len(log),
        num_visitors=len(log.visitor_ids),
        num_items=len(log.item_ids),
        num_pairs=model.num_pairs,
    )
    if not model.num_pairs:
        return summary
    report(f"Storing the model, {model.quality or 'which has no offline score'} …")
    version = ModelStore(conf.MODEL_DIR).publish(
        model, cursor=cursor, num_events=len(log), force=force
    )
    if version.refusal:
        logger.warning("Version %s is not used. %s", version.name, version.refusal)
    return replace(
        summary,
        version=version.name,
        refusal=version.refusal,
        seconds=time.perf_counter() - started,
    )


@contextmanager
def _only_one(folder: Path) -> Iterator[bool]:
    """Say whether this is the only training on the folder, while the block runs.

    A lock on a file, which the system takes back from a process that is killed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "training.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
