"""An apply that is killed anywhere is taken up by the next one, and nothing doubled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from shop.demo.processes import spawn
from tests.personalize.provisioning import (
    FEW,
    Amazon,
    apply,
    moto_url,
    start_amazon,
    store_history,
)
from tests.personalize.relays import ROOT, database_url

__all__ = ["moto_url", "start_amazon"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.faults,
    pytest.mark.django_db(transaction=True),
]
KILLS = 10
SEED = 1
PATIENCE = 60
# With the declaration of the test, in a process of its own.
APPLY = f"""
import django
django.setup()
from django.conf import settings
from django.core.management import call_command
settings.PERSONALIZE["PROVISIONING"] = {json.dumps(FEW)}
call_command("personalize", "apply", "--yes", "--interval=0.05")
"""


def start(log: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "shop.settings",
    }
    return spawn([sys.executable, "-c", APPLY], env=environment, cwd=ROOT, log=log)


def kill_after(amazon: Amazon, writes: int, requests: int, log: Path) -> bool:
    """Kill it once Amazon has got so many more of either; tell whether it lived."""
    has_enough = wait_for_more(amazon, writes, requests)
    process = start(log)
    deadline = time.monotonic() + PATIENCE
    while not has_enough() and process.poll() is None:
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.002)
    was_alive = process.poll() is None
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return was_alive


def wait_for_more(amazon: Amazon, writes: int, requests: int) -> Callable[[], bool]:
    most_writes = amazon.count_writes() + writes
    most_requests = len(amazon.emulator.get_requests()) + requests

    def has_enough() -> bool:
        count = len(amazon.emulator.get_requests())
        return amazon.count_writes() >= most_writes or count >= most_requests

    return has_enough


def test_killed_ten_times_it_ends_as_if_it_had_not_been(
    start_amazon: Callable[..., Amazon], tmp_path: Path
) -> None:
    store_history()
    random = Random(SEED)
    amazon = start_amazon(pace=0.03)
    # A run of which nothing is left to do asks about 120 times.
    moments = [(random.randint(1, 3), random.randint(60, 110)) for _ in range(KILLS)]
    log = tmp_path / "apply.log"
    assert all(kill_after(amazon, *moment, log) for moment in moments)
    apply()
    stock = amazon.take_stock()
    untouched = start_amazon(pace=0.03)
    apply()
    assert stock == untouched.take_stock()
