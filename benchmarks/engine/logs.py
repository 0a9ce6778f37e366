"""The made-up log of a measurement, in a file that is read piece by piece."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.engine.readings import tell
from benchmarks.synthetic import (
    EVENT,
    count_items,
    make_events,
    name_items,
    name_types,
    name_visitors,
)

# As many as training reads from the database at a time.
CHUNK = 20_000
# The newest events, which no training knows.
LIVE = 60_000

Columns = tuple[list[str], list[str], list[str], list[float]]


def count_learnt(folder: Path) -> int:
    return log_path(folder).stat().st_size // EVENT.itemsize - LIVE


def log_path(folder: Path) -> Path:
    return folder / "log.bin"


def model_path(folder: Path) -> Path:
    return folder / "model.bin"


def read_learnt(folder: Path) -> Iterator[NDArray[np.void]]:
    """Read what is to be learnt; not mapped, which would count as memory in use."""
    size = count_learnt(folder)
    for first in range(0, size, CHUNK):
        yield _read(folder, first, min(CHUNK, size - first))


def read_live(folder: Path) -> NDArray[np.void]:
    return _read(folder, count_learnt(folder), LIVE)


def name_columns(events: NDArray[np.void]) -> Columns:
    """Name everything, as columns that an engine takes."""
    return (
        name_visitors(events["visitor"]),
        name_items(events["item"]),
        name_types(events["type"]),
        events["time"].tolist(),
    )


def _read(folder: Path, first: int, count: int) -> NDArray[np.void]:
    return np.fromfile(log_path(folder), EVENT, count, offset=first * EVENT.itemsize)


def main() -> None:
    folder, num_events = Path(sys.argv[1]), int(sys.argv[2])
    events = make_events(num_events + LIVE, count_items(num_events))
    events.tofile(log_path(folder))
    tell([])


if __name__ == "__main__":
    main()
