"""What one process more costs that answers with the same model."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from benchmarks.engine.answering import answer
from benchmarks.engine.logs import model_path
from benchmarks.engine.questions import read_questions
from benchmarks.engine.readings import Reading, start
from personalize.engine.recommender import Recommender

MANY = 3


def measure(folder: Path) -> list[Reading]:
    """Compare one process with three that are alive at once, model and all."""
    (bare,), (alone,) = measure_processes(folder, 1)
    _, together = measure_processes(folder, MANY)
    # All that is shared counts in parts, which are whole again in the sum.
    more = (sum(each["Pss"] for each in together) - alone["Pss"]) / (MANY - 1)
    private = max(map(own, together))
    return [
        Reading(name="a process more", value=more, unit="MB"),
        Reading(name="private before the model", value=own(bare), unit="MB"),
        Reading(name="private after 1,000 answers", value=private, unit="MB"),
        Reading(name="added by the model", value=private - own(bare), unit="MB"),
    ]


def measure_processes(
    folder: Path, number: int
) -> tuple[list[dict[str, float]], list[dict[str, float]]]:
    """Return the memory of each before any has the model, and after all used it."""
    processes = [start("benchmarks.engine.memory", folder) for _ in range(number)]
    before = [read_memory(each) for each in processes]
    for each in processes:
        proceed(each)
    after = [read_memory(each) for each in processes]
    for each in processes:
        each.communicate("\n")
    return before, after


def read_memory(process: subprocess.Popen[str]) -> dict[str, float]:
    """Return the megabytes of a process, once it says that it waits."""
    process.stdout.readline()
    text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    fields = [line.split() for line in text.splitlines()[1:]]
    return {name.rstrip(":"): int(size) / 1024 for name, size, *_ in fields}


def proceed(process: subprocess.Popen[str]) -> None:
    process.stdin.write("\n")
    process.stdin.flush()


def own(memory: dict[str, float]) -> float:
    return memory["Private_Clean"] + memory["Private_Dirty"]


def main() -> None:
    folder = Path(sys.argv[1])
    questions = read_questions(folder)
    wait()
    model = Recommender.load(model_path(folder))
    for question in questions:
        answer(model, question)
    wait()


def wait() -> None:
    print("waiting", flush=True)
    sys.stdin.readline()


if __name__ == "__main__":
    main()
