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


def kill_after(amazon: Amazon, requests: int, log: Path) -> None:
    """Kill it as soon as Amazon has got so many requests more, if it lives so long."""
    enough = len(amazon.emulator.get_requests()) + requests
    process = start(log)
    deadline = time.monotonic() + PATIENCE
    while len(amazon.emulator.get_requests()) < enough and process.poll() is None:
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.002)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_ten_times_it_ends_as_if_it_had_not_been(
    start_amazon: Callable[..., Amazon], tmp_path: Path, seed: int
) -> None:
    store_history()
    random = Random(seed)
    amazon = start_amazon(pace=0.03)
    for _ in range(KILLS):
        kill_after(amazon, random.randint(1, 60), tmp_path / "apply.log")
    apply()
    stock = amazon.take_stock()
    untouched = start_amazon(pace=0.03)
    apply()
    assert stock == untouched.take_stock()
