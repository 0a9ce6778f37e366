"""What an answer costs, and what learning an event costs, beside a loaded model."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from benchmarks.engine.logs import LIVE, model_path, name_columns, read_live
from benchmarks.engine.questions import LENGTHS, MIXED, Question, read_questions
from benchmarks.engine.readings import MILLION, Reading, tell, tell_times
from personalize.engine.recommender import Recommender

# A page shows a dozen; twice as many are asked for, as some are sold out.
RESULTS = 24
RANKED = 100
# Batches of live events: how many of them, of how many events.
BATCHES = ((200, 1), (200, 10), (7, 1_000))
MANY = 50_000

Call = Callable[[], object]


def main() -> None:
    folder = Path(sys.argv[1])
    model, loading = load(folder)
    readings = [*loading]
    for name in LENGTHS:
        readings += time_requests(model, f"recommend, {name}", folder, name)
    readings += time_others(model, read_questions(folder))
    readings += teach(model, folder)
    name = f"recommend with {MANY:,} live events"
    readings += time_requests(model, name, folder)
    tell(readings)


def load(folder: Path) -> tuple[Recommender, list[Reading]]:
    cpu, wall = time.process_time(), time.perf_counter()
    model = Recommender.load(model_path(folder))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return model, [
        Reading(name="load in a new process", value=cpu, unit="s CPU"),
        Reading(name="load in a new process", value=wall, unit="s"),
    ]


def time_requests(
    model: Recommender, name: str, folder: Path, questions: str = MIXED
) -> list[Reading]:
    drawn = read_questions(folder, questions)
    actions = [partial(answer, model, question) for question in drawn]
    return tell_times(name, time_each(actions))


def answer(model: Recommender, question: Question) -> None:
    model.recommend(question.history, RESULTS, visitor_id=question.visitor_id)


def time_others(model: Recommender, questions: list[Question]) -> list[Reading]:
    ids = [question.history[0].item_id for question in questions]
    rng = np.random.default_rng(0)
    lists = [rng.choice(ids, RANKED, replace=False).tolist() for _ in questions]
    similar = [partial(model.similar_items, item, num_results=12) for item in ids]
    ranking = [
        partial(model.rank, listed, question.history, visitor_id=question.visitor_id)
        for listed, question in zip(lists, questions, strict=True)
    ]
    return [
        *tell_times("similar_items", time_each(similar)),
        *tell_times(f"rank of {RANKED}", time_each(ranking)),
        *tell_times("popular", time_each([partial(model.popular, 12)] * len(ids))),
    ]


def teach(model: Recommender, folder: Path) -> list[Reading]:
    """Let it learn live events; in the end it has learnt MANY of them."""
    live = read_live(folder)
    places = iter(range(LIVE))
    readings = []
    for batches, size in BATCHES:
        name = f"partial_fit, {size:,} at once"
        rows = [list(islice(places, size)) for _ in range(batches)]
        readings.append(tell_event(name, size, time_each(fits(model, live, rows))))
    rest = list(islice(places, MANY - sum(count * size for count, size in BATCHES)))
    time_each(fits(model, live, cut(rest, 1_000)))
    for size in (1, 1_000):
        name = f"partial_fit, {size:,} at once, after {MANY:,} live events"
        rows = [list(islice(places, size)) for _ in range(5)]
        readings.append(tell_event(name, size, time_each(fits(model, live, rows))))
    return readings


def fits(model: Recommender, live: np.ndarray, rows: list[list[int]]) -> list[Call]:
    return [partial(model.partial_fit, *name_columns(live[each])) for each in rows]


def cut(rows: list[int], size: int) -> list[list[int]]:
    return [rows[first : first + size] for first in range(0, len(rows), size)]


def tell_event(name: str, size: int, seconds: list[float]) -> Reading:
    mean = sum(seconds) / len(seconds) / size
    return Reading(name=name, value=mean * MILLION, unit="µs an event")


def time_each(actions: Iterable[Call]) -> list[float]:
    """Return the processor seconds of this thread in each call."""
    seconds = []
    for action in actions:
        before = time.thread_time()
        action()
        seconds.append(time.thread_time() - before)
    return seconds


if __name__ == "__main__":
    main()
