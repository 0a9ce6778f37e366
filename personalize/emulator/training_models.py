"""What a training made: an engine's file, counts of items, and how it came about."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any, Self
from weakref import finalize

from personalize.emulator.database import Database
from personalize.emulator.storage_tables import VISIBLE
from personalize.emulator.training_setup import Setup
from personalize.engine.recommender import Recommender

# A log that ended longer ago is an old one.
STALE_AFTER = 30 * 24 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainedModel:
    """``popular`` are the items by number of events; ``last_row`` is the last that was
    learnt, ``trained_at`` when; ``fresh`` the items that were put since, oldest first.
    """

    setup: Setup
    engine: Recommender
    popular: tuple[str, ...]
    last_row: int
    trained_at: float
    fresh: list[str] = field(default_factory=list)

    def find_fresh(self, limit: int) -> list[str]:
        """Return items that nobody has seen since they were put, newest first."""
        newest = self.fresh[: -limit - 1 : -1]
        return [item_id for item_id in newest if not self.engine.knows([item_id])]

    def to_own_time(self, moment: float) -> float:
        """Tell what a moment is for the model.

        For one that learnt an old log, time goes on from the end of that log: else all
        that it knows would be worth nothing beside the first event of today.
        """
        end = self.engine.trained_until
        behind = self.trained_at - end
        if behind < STALE_AFTER or moment <= end:
            return moment
        return max(moment - behind, end)

    @classmethod
    def load(cls, folder: Path, attributes: dict[str, Any], setup: Setup) -> Self:
        """Load what ``save`` left, as the attributes of a resource point to it."""
        path = folder / attributes["modelFile"]
        return cls(
            setup=setup,
            engine=Recommender.load(path),
            popular=tuple(json.loads(_beside(path).read_text())),
            last_row=attributes["modelLastRow"],
            trained_at=attributes["modelTrainedAt"],
        )


def save(path: Path, engine: Recommender, popular: list[str]) -> None:
    _beside(path).parent.mkdir(parents=True, exist_ok=True)
    _beside(path).write_text(json.dumps(popular))
    engine.save(path)


def delete(path: Path) -> None:
    for one in (path, _beside(path)):
        one.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return path.with_suffix(".popular.json")


class ModelFolder:
    """Beside the state's file; without one a folder that goes with its owner."""

    def __init__(self, database: Database) -> None:
        ((_, _, file), *_) = database.execute("PRAGMA database_list")
        self.path = Path(f"{file}.models" if file else mkdtemp(prefix="personalize-"))
        if not file:
            finalize(self, rmtree, self.path, ignore_errors=True)


def fingerprint(database: Database, dataset: str, items: str, setup: Setup) -> str:
    """Name what is learnt from: the same name, the same model."""
    counts = [
        database.execute(
            f"SELECT COUNT(*), MAX(seq) FROM {table} WHERE in_set IN {VISIBLE}", (arn,)
        )
        for table, arn in (("interactions", dataset), ("records", items))
    ]
    told = [
        dataset,
        counts,
        sorted(setup.thresholds.items()),
        sorted(setup.excluded_columns),
    ]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]
