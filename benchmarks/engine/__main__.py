"""python -m benchmarks.engine: what the recommender costs by itself, without Django."""

from __future__ import annotations

import json
import shutil
import tempfile
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path

from benchmarks.engine import memory
from benchmarks.engine.logs import log_path
from benchmarks.engine.readings import Reading, run

# Each in a process of its own, so that none inherits memory from another.
PARTS: dict[str, Callable[[Path], list[Reading]]] = {
    "training": partial(run, "benchmarks.engine.training"),
    "answering": partial(run, "benchmarks.engine.answering"),
    "memory": memory.measure,
}


def main() -> None:
    parser = ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="part")
    parser.add_argument("--events", type=int, default=300_000)
    parser.add_argument("--json", action="store_true", help="print JSON at the end")
    parser.add_argument(
        "--folder",
        type=Path,
        help="keep log and model here; there already, they are used again",
    )
    options = parser.parse_args()
    with open_folder(options.folder) as folder:
        if not log_path(folder).exists():
            run("benchmarks.engine.logs", folder, options.events)
            run("benchmarks.engine.questions", folder)
        readings = []
        for reading in measure(folder, options.parts or list(PARTS)):
            readings.append(asdict(reading))
            if not options.json:
                print(reading.render(), flush=True)
    if options.json:
        print(json.dumps(readings))


def measure(folder: Path, parts: list[str]) -> Iterator[Reading]:
    for name in parts:
        yield from PARTS[name](folder)


@contextmanager
def open_folder(kept: Path | None) -> Iterator[Path]:
    folder = kept or Path(tempfile.mkdtemp(prefix="engine-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield folder
    finally:
        if not kept:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
