"""What a training costs, from the first event read to the file of the model."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.engine.logs import count_learnt, model_path, name_columns, read_learnt
from benchmarks.engine.readings import Reading, read_peak, tell
from benchmarks.synthetic import count_items, make_features
from personalize.engine import learning
from personalize.engine.event_log import EventLog
from personalize.engine.recommender import Recommender


class Stopwatch:
    """Adds up the processor time and the time on the clock of some calls."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cpu = self.wall = 0.0

    def time(self, action: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        cpu, wall = time.process_time(), time.perf_counter()
        answer = action(*arguments, **options)
        self.cpu += time.process_time() - cpu
        self.wall += time.perf_counter() - wall
        return answer

    def read(self) -> list[Reading]:
        return [
            Reading(name=self.name, value=self.cpu, unit="s CPU"),
            Reading(name=self.name, value=self.wall, unit="s"),
        ]


def main() -> None:
    folder = Path(sys.argv[1])
    reading, fitting, saving = map(Stopwatch, ("making the log", "fit_log", "save"))
    tuning = Stopwatch("of this weighing the experts")
    learning.tune = partial(tuning.time, learning.tune)
    log = EventLog()
    for events in read_learnt(folder):
        reading.time(log.extend, *name_columns(events))
    model, features = Recommender(), make_features(count_items(count_learnt(folder)))
    log_peak = read_peak()
    fitting.time(model.fit_log, log, features=features)
    fit_peak = read_peak()
    saving.time(model.save, model_path(folder))
    size = model_path(folder).stat().st_size / 2**20
    tell(
        [
            *reading.read(),
            *fitting.read(),
            *tuning.read(),
            *saving.read(),
            Reading(name="peak after making the log", value=log_peak, unit="MB"),
            Reading(name="peak after fit_log", value=fit_peak, unit="MB"),
            Reading(name="peak after save", value=read_peak(), unit="MB"),
            Reading(name="model file", value=size, unit="MB"),
            Reading(name="pairs", value=model.num_pairs, unit=""),
            Reading(name="items", value=model.num_items, unit=""),
            Reading(name="visitors", value=model.num_visitors, unit=""),
            Reading(name="events learnt", value=model.num_events, unit=""),
            Reading(name="NDCG@10", value=_ndcg(model), unit=""),
        ]
    )


def _ndcg(model: Recommender) -> float:
    return model.quality.ndcg if model.quality else 0.0


if __name__ == "__main__":
    main()
