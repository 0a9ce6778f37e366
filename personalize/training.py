"""Train the embedded recommender on the stored events."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from personalize.conf import conf
from personalize.engine.covisitation import CovisitationRecommender
from personalize.engine.event_log import EventLog
from personalize.engine.model_store import ModelStore
from personalize.models import Event

CHUNK = 20_000
# The newest events say most, and bound the memory: 24 bytes each while training.
MAX_EVENTS = 5_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingSummary:
    """What a training learnt; ``version`` is empty when it stored no model."""

    version: str = ""
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
            f"version {self.version}."
        )


def train_model() -> TrainingSummary:
    """Train, and store the model for all processes to load, unless a training runs."""
    with _only_one(conf.MODEL_DIR) as is_alone:
        return _train() if is_alone else TrainingSummary(is_skipped=True)


def read_events() -> EventLog:
    """Read the events a chunk at a time: their rows never are in memory together."""
    log = EventLog()
    newest = Event.objects.instructive().order_by("-pk")[:MAX_EVENTS]
    rows = newest.values_list("visitor_id", "item_id", "event_type", "timestamp")
    stream = rows.iterator(chunk_size=CHUNK)
    while chunk := list(islice(stream, CHUNK)):
        visitor_ids, item_ids, event_types, timestamps = zip(*chunk, strict=True)
        seconds = (moment.timestamp() for moment in timestamps)
        log.extend(visitor_ids, item_ids, event_types, seconds)
    return log


def _train() -> TrainingSummary:
    started = time.perf_counter()
    log = read_events()
    model = CovisitationRecommender().fit_log(log)
    version = ModelStore(conf.MODEL_DIR).publish(model) if model.num_pairs else ""
    return TrainingSummary(
        version=version,
        num_events=len(log),
        num_visitors=len(log.visitor_ids),
        num_items=len(log.item_ids),
        num_pairs=model.num_pairs,
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
