from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from benchmarks.measuring import Effort, Spread
from benchmarks.report import Figure
from personalize.models import Event

NAME = "exporting"
SPEED = "A history becomes the file that Amazon imports; 25,000 or more."
MEMORY = "The most that the command ever held, Python and all; 200 at most."
# As many as an effort sees events, so often.
TIMES = 1_000
MOST = 1_000_000
USER = "bench-exporting-"
FILL = """
    INSERT INTO personalize_event (
        event_id, event_type, item_id, user_id, session_id, visitor_id, event_value,
        recommendation_id, properties, timestamp, is_verified, is_counted, status,
        attempts, unanswered, error
    )
    SELECT gen_random_uuid(), 'View', 'item-' || n %% 5000, user_id, '', user_id,
        n %% 90 + 0.99, '', '{}', now() - n * interval '1 second', true, true, 'local',
        0, 0, ''
    FROM generate_series(1, %s) AS n,
        LATERAL (SELECT %s || n %% 50000 AS user_id) AS users
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One export by a process of its own."""

    seconds: float
    cpu: float
    megabytes: float
    rows: int


def run(effort: Effort) -> Iterator[Figure]:
    fill(min(TIMES * effort.events, MOST))
    try:
        done = export()
    finally:
        Event.objects.filter(user_id__startswith=USER).delete()
    name = f"export_dataset interactions, {done.rows:,} rows"
    yield Figure(
        benchmark=NAME,
        name=f"{name}, memory",
        spread=Spread.of_one(done.megabytes),
        unit="MB",
        meaning=MEMORY,
    )
    yield Figure(
        benchmark=NAME,
        name=name,
        spread=Spread.of_one(done.rows / done.seconds),
        unit="rows/s",
        detail=f"{done.cpu:.1f} s CPU of {done.seconds:.1f} s, with its start",
        meaning=SPEED,
    )


def fill(rows: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(FILL, [rows, USER])
        cursor.execute("ANALYZE personalize_event")


def export() -> Run:
    """Export to a file, and ask the system what that took."""
    manage = Path(settings.BASE_DIR) / "manage.py"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "interactions.csv"
        command = [sys.executable, manage, "export_dataset", "interactions"]
        start = time.perf_counter()
        process = subprocess.Popen([*command, f"--to={path}", "--verbosity=0"])
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        # It has been waited for already.
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise RuntimeError("The export has failed.")
        rows = path.read_bytes().count(b"\n") - 1
    return Run(
        seconds=seconds,
        cpu=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss / 1024,
        rows=rows,
    )
