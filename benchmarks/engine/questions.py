"""Questions as visitors of the made-up shop would ask them."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.engine.logs import name_columns, read_learnt
from benchmarks.engine.readings import tell
from personalize.engine.scoring import Action

REQUESTS = 1_000
# Sets of questions: histories of just so many events, or as they come.
MIXED = "histories as they come"
LENGTHS = {"history of 1": 1, "history of 5": 5, "history of 30": 30, MIXED: 0}
LONGEST = 30
# What was done last was done so many seconds ago.
SINCE = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    visitor_id: str
    history: list[Action]


def read_questions(folder: Path, name: str = MIXED) -> list[Question]:
    drawn = json.loads(_path(folder).read_text())
    return [
        Question(
            visitor_id=each["visitor_id"],
            history=[Action(**action) for action in each["history"]],
        )
        for each in drawn[name]
    ]


def draw_questions(events: NDArray[np.void], length: int) -> list[Question]:
    """Draw moments of visitors who had done so much (0: whatever) by then.

    The events are sorted by visitor and time.
    """
    first = np.searchsorted(events["visitor"], events["visitor"], "left")
    before = np.arange(len(events)) - first + 1
    rows = np.flatnonzero(before >= length)
    chosen = np.random.default_rng(length).choice(rows, REQUESTS).tolist()
    lengths = np.minimum(before, length or LONGEST)
    return [_ask(events[row + 1 - lengths[row] : row + 1]) for row in chosen]


def _ask(past: NDArray[np.void]) -> Question:
    visitors, items, types, times = name_columns(past[::-1])
    return Question(
        visitor_id=visitors[0],
        history=[
            Action(item_id=item, event_type=kind, age=times[0] - moment + SINCE)
            for item, kind, moment in zip(items, types, times, strict=True)
        ],
    )


def _path(folder: Path) -> Path:
    return folder / "questions.json"


def main() -> None:
    folder = Path(sys.argv[1])
    events = np.concatenate(list(read_learnt(folder)))
    events = events[np.lexsort((events["time"], events["visitor"]))]
    drawn = {
        name: [asdict(each) for each in draw_questions(events, length)]
        for name, length in LENGTHS.items()
    }
    _path(folder).write_text(json.dumps(drawn))
    tell([])


if __name__ == "__main__":
    main()
