from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from django.conf import settings
from django.db import connection

SLEEPER = "import time\n\ndef test_nothing():\n    time.sleep(60)\n"


def start_run(folder: Path, *arguments: str) -> tuple[subprocess.Popen[str], Path]:
    """Run a test that takes a minute, with services of its own."""
    (folder / "test_sleeper.py").write_text(SLEEPER)
    output = folder / "output.txt"
    environment = {k: v for k, v in os.environ.items() if "XDIST" not in k}
    with output.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-c", "pyproject.toml", *arguments]
            + ["--rootdir", settings.BASE_DIR, folder],
            cwd=settings.BASE_DIR,
            env=environment | {"TEST_DATABASE": ""},
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return process, output


def wait_for_services(output: Path, *, timeout: float = 120) -> list[psutil.Process]:
    deadline = time.monotonic() + timeout
    while len(pids := re.findall(r"process (\d+)", output.read_text())) < 2:
        assert time.monotonic() < deadline, output.read_text()
        time.sleep(0.1)
    return [psutil.Process(int(pid)) for pid in pids]


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_services_end_with_the_run(number: signal.Signals, tmp_path: Path) -> None:
    process, output = start_run(tmp_path)
    services = wait_for_services(output)

    process.send_signal(number)

    assert process.wait(timeout=30) != 0
    assert psutil.wait_procs(services, timeout=10)[1] == []


@pytest.mark.slow
def test_the_services_end_with_a_run_on_several_workers(tmp_path: Path) -> None:
    process, output = start_run(tmp_path, "-n", "2")
    services = wait_for_services(output)

    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=30) != 0
    assert psutil.wait_procs(services, timeout=10)[1] == []


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems cannot do it")
def test_the_services_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    process, output = start_run(tmp_path)
    services = wait_for_services(output)

    process.kill()

    assert process.wait(timeout=30) == -signal.SIGKILL
    assert psutil.wait_procs(services, timeout=10)[1] == []


@pytest.mark.django_db
def test_the_database_is_the_one_asked_for() -> None:
    is_sqlite = os.environ.get("TEST_DATABASE") == "sqlite"
    is_named = "TEST_DATABASE_URL" in os.environ

    assert is_named or connection.vendor == ("sqlite" if is_sqlite else "postgresql")


def test_nothing_reaches_amazon_by_accident() -> None:
    assert not [name for name in os.environ if name.startswith("PERSONALIZE_")]
    assert "AWS_ACCESS_KEY_ID" not in os.environ
